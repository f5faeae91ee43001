import { deflateRawSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createListPacker, isPackedList, unpackedInTurn, unpackList } from '../../packing/list';
import { rowCount, type List } from '../../domain/list/list';
import { PLAIN_LIMIT_BYTES } from '../../packing/payload-size';
import { packList } from './pack-table';

function tableOf(count: number, cell: string): List {
  return { columns: ['cve', 'note'], rows: Array.from({ length: count }, (_, index) => [`CVE-2024-${index}`, cell]) };
}

test('a large table is packed, and the same when it is unpacked, whatever its cells hold', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.integer({ min: 4_000, max: 5_000 }),
      async (cell, count) => {
        const table = tableOf(count, cell);
        const packed = await packList(table);
        expect(isPackedList(packed)).toBe(true);
        expect(rowCount(packed)).toBe(count);
        expect(unpackList(packed)).toEqual(table);
      },
    ),
    { numRuns: 20 },
  );
});

test('a small table stays as it is, so that the Web UI shows its rows', async () => {
  const table = tableOf(100, 'x');
  expect(Buffer.byteLength(JSON.stringify(table.rows))).toBeLessThan(PLAIN_LIMIT_BYTES);
  expect(await packList(table)).toEqual(table);
  expect(unpackList(table)).toBe(table);
  expect(rowCount(table)).toBe(100);
  expect(isPackedList(table)).toBe(false);
});

test('a table of many short rows stays as it is as well', async () => {
  const table = { columns: ['cve'], rows: Array.from({ length: 2_500 }, (_, index) => [`CVE-2024-${index}`]) };
  expect(await packList(table)).toEqual(table);
});

test('a table of many pieces keeps the order of its rows, however many came at a time', async () => {
  const table = tableOf(30_001, 'x');
  for (const atATime of [1_999, 2_000, 7_001, 30_001]) {
    const packed = await packList(table, atATime);
    expect(isPackedList(packed) && packed.packed.length).toBeGreaterThanOrEqual(16);
    expect(unpackList(packed)).toEqual(table);
  }
});

test('a list that is too much to be packed tightly is packed while it comes', async () => {
  const table = tableOf(60_000, 'a note that makes the row so long that all of them are more than 24 MB'.repeat(6));
  const packer = createListPacker();
  let packedBefore = 0;
  for (let from = 0; from < table.rows.length; from += 2_000) {
    await packer.add(table.rows.slice(from, from + 2_000));
    packedBefore = Math.max(packedBefore, packer.packedPieces);
  }
  expect(packedBefore).toBeGreaterThan(20);
  expect(unpackList(await packer.finish({ columns: table.columns, places: null }))).toEqual(table);
});

test('rows can be taken out again and again, one after the other, without being in memory', async () => {
  const table = tableOf(5_000, 'x'.repeat(20));
  const { columns, rows } = unpackedInTurn(await packList(table));
  expect([columns, rows.length, [...rows], [...rows]]).toEqual([table.columns, 5_000, table.rows, table.rows]);
});

test('cells of columns that came late are put in their place, packed and not', async () => {
  for (const count of [10, 5_000]) {
    const packer = createListPacker();
    await packer.add(Array.from({ length: count }, (_, index) => [`CVE-1-${index}`, 'last'.repeat(5)]));
    await packer.add([['CVE-2', 'end', 'middle']]);
    const { columns, rows } = unpackList(await packer.finish({ columns: ['cve', 'late', 'note'], places: [0, 2, 1] }));
    expect([columns, rows[0], rows.at(-1)]).toEqual([
      ['cve', 'late', 'note'],
      ['CVE-1-0', '', 'last'.repeat(5)],
      ['CVE-2', 'middle', 'end'],
    ]);
  }
});

test('a list that an older version has packed, with one array in each piece, is read as well', () => {
  const packed = [
    [
      ['CVE-1', 'a'],
      ['CVE-2', 'b'],
    ],
    [['CVE-3', 'c']],
  ].map((rows) => deflateRawSync(JSON.stringify(rows)));
  expect(unpackList({ columns: ['cve', 'note'], count: 3, packed }).rows).toEqual([
    ['CVE-1', 'a'],
    ['CVE-2', 'b'],
    ['CVE-3', 'c'],
  ]);
});

test('a table that lost rows or was not packed by us is refused', async () => {
  const packed = await packList(tableOf(4_000, 'x'));
  if (!isPackedList(packed)) throw new Error('it should be packed');
  expect(() => unpackList({ ...packed, count: 3_999 })).toThrow('4000 rows instead of 3999');
  expect(() => unpackList({ ...packed, packed: [Buffer.from('not deflated')] })).toThrow();
});
