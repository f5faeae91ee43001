import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rowCount, type ListTable } from '../../domain/list-table';
import { packTable } from '../../activities/pack-table';
import { isPackedTable, unpackTable } from '../../domain/packed-table';
import { PLAIN_LIMIT_BYTES } from '../../domain/packing';

function tableOf(count: number, cell: string): ListTable {
  return { columns: ['cve', 'note'], rows: Array.from({ length: count }, (_, index) => [`CVE-2024-${index}`, cell]) };
}

test('a large table is packed, and the same when it is unpacked, whatever its cells hold', async () => {
  await fc.assert(fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 4_000, max: 5_000 }), async (cell, count) => {
    const table = tableOf(count, cell);
    const packed = await packTable(table);
    expect(isPackedTable(packed)).toBe(true);
    expect(rowCount(packed)).toBe(count);
    expect(unpackTable(packed)).toEqual(table);
  }), { numRuns: 20 });
});

test('a small table stays as it is, so that the Web UI shows its rows', async () => {
  const table = tableOf(100, 'x');
  expect(Buffer.byteLength(JSON.stringify(table.rows))).toBeLessThan(PLAIN_LIMIT_BYTES);
  expect(await packTable(table)).toBe(table);
  expect(unpackTable(table)).toBe(table);
  expect(rowCount(table)).toBe(100);
  expect(isPackedTable(table)).toBe(false);
});

test('a table of many short rows stays as it is as well', async () => {
  const table = { columns: ['cve'], rows: Array.from({ length: 2_500 }, (_, index) => [`CVE-2024-${index}`]) };
  expect(await packTable(table)).toBe(table);
});

test('a table of many pieces keeps the order of its rows', async () => {
  const table = tableOf(30_001, 'x');
  const packed = await packTable(table);
  expect(isPackedTable(packed) && packed.packed.length).toBe(16);
  expect(unpackTable(packed)).toEqual(table);
});

test('a table that lost rows or was not packed by us is refused', async () => {
  const packed = await packTable(tableOf(4_000, 'x'));
  if (!isPackedTable(packed)) throw new Error('it should be packed');
  expect(() => unpackTable({ ...packed, count: 3_999 })).toThrow('4000 rows instead of 3999');
  expect(() => unpackTable({ ...packed, packed: [Buffer.from('not deflated')] })).toThrow();
});
