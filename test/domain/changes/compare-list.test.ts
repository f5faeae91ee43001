import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareList, indexList, ledgerOf, markRows } from '../../../domain/changes/compare-list';
import type { List } from '../../../domain/list/list';

function tableOf(rows: readonly (readonly string[])[]): List {
  return { columns: ['cve', 'product'], rows };
}

function index(table: List) {
  return indexList(markRows(table));
}

function changesBetween(before: List, after: List) {
  return compareList(index(after), ledgerOf(index(before)));
}

const key = fc.stringMatching(/^[pH]?CVE-20[12]\d-\d{1,5}$/);
const rows = fc.uniqueArray(fc.tuple(key, fc.string()), { selector: ([cve]) => cve.toLowerCase(), maxLength: 60 });

test('comparing finds exactly what differs, whatever the order of rows', () => {
  fc.assert(
    fc.property(rows, rows, (before, after) => {
      const old = new Map(before);
      const fresh = new Map(after);
      const { changes, missing } = changesBetween(tableOf(before), tableOf(after));
      const cveOf = (at: number) => after[at]![0];
      // An independent account of the rule, by exact key; recased keys have a test of their own.
      fc.pre(
        [...fresh.keys()].every(
          (cve) => old.has(cve) || ![...old.keys()].some((other) => other.toLowerCase() === cve.toLowerCase()),
        ),
      );
      expect(changes.added.map(cveOf)).toEqual([...fresh.keys()].filter((cve) => !old.has(cve)));
      expect(changes.changed.map(cveOf)).toEqual(
        [...fresh.keys()].filter((cve) => old.has(cve) && old.get(cve) !== fresh.get(cve)),
      );
      expect([...changes.removed].sort()).toEqual([...old.keys()].filter((cve) => !fresh.has(cve)).sort());
      expect(missing).toBe(changes.removed.length);
    }),
  );
});

test('keys are compared without regard to case; a recased key is removed, then added, but not missing', () => {
  const { changes, missing } = changesBetween(tableOf([['CVE-2024-1', 'a']]), tableOf([['cve-2024-1', 'a']]));
  expect(changes).toEqual({ added: [0], changed: [], removed: ['CVE-2024-1'] });
  expect(missing).toBe(0);
});

test('of two rows with one key the first wins and the other is a duplicate', () => {
  const list = index(
    tableOf([
      ['CVE-2024-1', 'first'],
      ['CVE-2024-2', 'x'],
      ['cve-2024-1', 'second'],
    ]),
  );
  expect(list.duplicates).toEqual([2]);
  expect(ledgerOf(list).keys).toEqual(['CVE-2024-1', 'CVE-2024-2']);
  expect(compareList(index(tableOf([['CVE-2024-1', 'first']])), ledgerOf(list)).changes.changed).toEqual([]);
});
