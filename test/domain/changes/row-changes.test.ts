import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rowChanges } from '../../../domain/changes/row-changes';

const COLUMNS = ['cve', 'vendor', 'due'];

test('rows that came, changed and went are told cell by cell', () => {
  const before = {
    columns: COLUMNS,
    rows: [
      ['CVE-1', 'a', ''],
      ['CVE-2', 'b', 'x'],
    ],
  };
  const after = {
    columns: COLUMNS,
    rows: [
      ['CVE-2', 'c', 'x'],
      ['CVE-3', 'd', ''],
    ],
  };
  expect(rowChanges(before, after)).toEqual([
    {
      key: 'CVE-1',
      kind: 'removed',
      cells: [
        { column: 'cve', from: 'CVE-1', to: null },
        { column: 'vendor', from: 'a', to: null },
      ],
    },
    { key: 'CVE-2', kind: 'changed', cells: [{ column: 'vendor', from: 'b', to: 'c' }] },
    {
      key: 'CVE-3',
      kind: 'added',
      cells: [
        { column: 'cve', from: null, to: 'CVE-3' },
        { column: 'vendor', from: null, to: 'd' },
      ],
    },
  ]);
});

test('a list against itself has no changes, in whatever order its rows come', () => {
  const row = fc.tuple(fc.string(), fc.string(), fc.string());
  fc.assert(
    fc.property(fc.uniqueArray(row, { selector: ([key]) => key.toUpperCase() }), (rows) => {
      const list = { columns: COLUMNS, rows };
      expect(rowChanges(list, { columns: COLUMNS, rows: [...rows].reverse() })).toEqual([]);
    }),
  );
});
