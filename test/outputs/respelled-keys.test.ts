import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareList, indexList, markRows } from '../../domain/changes/compare-list';
import type { Ledger } from '../../domain/ledger/ledger';
import type { List } from '../../domain/list/list';
import { rowFingerprints } from '../../domain/list/row-digest';
import { planEvents } from '../../outputs/devo-events/event-plan';
import { legacyRow } from '../../outputs/devo-events/lookup-by-events/legacy-row';
import { planUpload } from '../../outputs/devo-events/lookup-by-events/legacy-upload';
import { deliveryOf } from './devo-events/deliveries';
import { parseEvent } from './devo-events/received-events';

const COLUMNS = ['cve', 'vendor'];

/** Spellings of one key: outer space as earlier versions delivered it, and another case. */
const around = fc.constantFrom('', ' ', '\t', '\r\n', '\u00a0', '\u200b', '\ufeff');
const spelled = fc
  .tuple(around, fc.constantFrom('CVE-2024-1', 'cve-2024-1', 'CVE-2024-2', 'CVE-2024-3', 'cve-2024-3'), around)
  .map((parts) => parts.join(''));
const oldRows = fc.uniqueArray(fc.tuple(spelled, fc.constantFrom('a', 'b')), {
  selector: ([key]) => key.toLowerCase(),
  maxLength: 6,
});
const freshRows = fc.uniqueArray(
  fc.tuple(
    fc.constantFrom('CVE-2024-1', 'cve-2024-1', 'CVE-2024-2', 'CVE-2024-3', 'CVE-2024-4'),
    fc.constantFrom('a', 'b'),
  ),
  { selector: ([key]) => key.toLowerCase(), maxLength: 4 },
);

/** The ledger as an earlier version wrote it: keys as they were sent. */
function oldLedger(rows: readonly (readonly string[])[]): Ledger {
  return { keys: rows.map(([key]) => key ?? ''), fingerprints: rowFingerprints({ columns: COLUMNS, rows }) };
}

function changesFor(before: readonly (readonly string[])[], rows: readonly (readonly string[])[]) {
  const table: List = { columns: COLUMNS, rows };
  return { table, ...compareList(indexList(markRows(table)), oldLedger(before)) };
}

/** How consumers tell keys apart: letter by letter, or as people do. */
const CONSUMERS: readonly (readonly [string, (key: string) => string])[] = [
  ['to the letter', (key) => key],
  ['without regard to case', (key) => key.toLowerCase()],
  ['without white space', (key) => key.replace(/^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$/g, '')],
  ['in both ways', (key) => key.replace(/^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$/g, '').toLowerCase()],
];

test.each(CONSUMERS)(
  'after a list of an earlier version, events leave a consumer that compares keys %s with the list',
  (_name, as) => {
    fc.assert(
      fc.property(oldRows, freshRows, (before, rows) => {
        const { table, changes } = changesFor(before, rows);
        const held = new Map<string, string>(before.map(([key, vendor]) => [as(key), vendor]));
        for (const body of planEvents(deliveryOf({ kind: 'changes', table, changes }), {}).bodies(0)) {
          const event = parseEvent(body);
          if (event.event_type === 'removed') held.delete(as(String(event.cve)));
          else held.set(as(String(event.cve)), String(event.vendor));
        }
        expect([...held].sort()).toEqual(rows.map(([key, vendor]) => [as(key), vendor]).sort());
      }),
      { numRuns: 1000 },
    );
  },
);

test('so does a lookup by events, which cuts the white space of every cell by itself', () => {
  fc.assert(
    fc.property(oldRows, freshRows, (before, rows) => {
      const { table, changes } = changesFor(before, rows);
      const upload = planUpload(
        deliveryOf({ kind: 'changes', table, changes, knownColumns: COLUMNS }),
        (whole) => whole,
        'ID',
      );
      const held = new Set(upload.action === 'FULL' ? [] : before.map(([key]) => legacyRow([key], 0)));
      for (const message of upload.rows()) held.add(message.split(/[|,]/)[1] ?? '');
      for (const message of upload.deletions()) held.delete(message.split(/[|,]/)[1] ?? '');
      expect([...held].sort()).toEqual(rows.map(([key]) => `"${key}"`).sort());
    }),
    { numRuns: 1000 },
  );
});

test('a key that is only spelled otherwise is not missing, and is told as removed once and added once', () => {
  const { changes, missing } = changesFor(
    [
      ['CVE-2024-1 ', 'a'],
      ['\ufeffCVE-2024-1', 'b'],
      ['CVE-2024-1', 'a'],
      ['CVE-2024-2', 'a'],
    ],
    [
      ['CVE-2024-1', 'b'],
      ['CVE-2024-2', 'a'],
    ],
  );
  expect(changes).toEqual({ added: [0], changed: [], removed: ['CVE-2024-1 ', '\ufeffCVE-2024-1'] });
  expect(missing).toBe(0);
});
