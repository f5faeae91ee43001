import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { wellFormedText } from '../../domain/list/well-formed-text';
import { readRows, writeRows } from '../../packing/rows';

const cell = fc.string({ unit: 'binary', maxLength: 5 }).map(wellFormedText);

test('rows are read as they were written, whatever their cells hold and however long they are', () => {
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 130 }), (rows) => {
      expect([...readRows(writeRows(rows))]).toEqual(rows);
    }),
  );
});

test('what an earlier version wrote as JSON is read as well', () => {
  const rows = [
    ['CVE-1', 'a\nb'],
    ['CVE-2', '['],
  ];
  expect([...readRows(Buffer.from(JSON.stringify(rows)))]).toEqual(rows);
});

test('bytes that were cut or changed are refused', () => {
  const bytes = writeRows([
    ['CVE-1', 'a'],
    ['CVE-2', 'b'],
  ]);
  expect(() => [...readRows(bytes.subarray(0, -1))]).toThrow('damaged');
  expect(() => [...readRows(bytes.subarray(0, 5))]).toThrow();
  for (const width of [0, 3]) {
    const changed = Buffer.from(bytes);
    changed.writeUInt32BE(width, 4);
    expect(() => [...readRows(changed)]).toThrow('damaged');
  }
});
