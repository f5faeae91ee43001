import { expect, test } from '@jest/globals';
import { checkListTravels, checkOrderTravels, tableBytes } from '../../packing/payload-size';
import { markRows } from '../../domain/changes/compare-list';
import { ledgerBytes } from '../../packing/ledger';
import type { List } from '../../domain/list/list';
import { packList } from './pack-table';

/** For the envelope, and 100 KB for the list. */
const LIMIT_BYTES = 32 * 1024 + 100_000;
const NO_CHANGES = { added: [], changed: [], removed: [] };

function passes(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    expect(error).toMatchObject({ id: 'list_too_large', setting: 'globals.external_storage.folder' });
    return false;
  }
}

async function listOf(rows: number, note: (index: number) => string) {
  const table: List = {
    columns: ['cve', 'note'],
    rows: Array.from({ length: rows }, (_, index) => [`CVE-2024-${(index * 7919) % 1_000_003}`, note(index)]),
  };
  const packed = await packList(table);
  return { table, packed, marks: 'packed' in packed ? ledgerBytes(markRows(table)) : null };
}

test('rows that do not fit beside their own marks are refused', async () => {
  const wide = await listOf(2_500, (index) => String((index * 48_271) % 2_147_483_647).repeat(8));
  const room = tableBytes(wide.packed) + 2_500 * 14;
  expect(passes(() => checkListTravels(wide.packed, wide.marks, 0, room + 40_000))).toBe(true);
  expect(passes(() => checkListTravels(wide.packed, wide.marks, 0, room - 20_000))).toBe(false);
});

test('a list that passes with nothing delivered before passes again beside a ledger of its own size', async () => {
  for (let rows = 2_000; rows <= 12_000; rows += 500) {
    const { packed, marks } = await listOf(rows, () => 'x'); // so narrow that the marks are the larger part
    const first = passes(() => checkListTravels(packed, marks, 0, LIMIT_BYTES));
    expect(passes(() => checkListTravels(packed, marks, marks?.length ?? 0, LIMIT_BYTES))).toBe(first);
  }
});

test('marks that do not fit beside the ledgers of outputs that lag behind are refused', async () => {
  const { packed, marks } = await listOf(3_000, () => 'x');
  expect(passes(() => checkListTravels(packed, marks, 0, LIMIT_BYTES))).toBe(true);
  expect(passes(() => checkListTravels(packed, marks, 150_000, LIMIT_BYTES))).toBe(false);
});

test('a small list counts as it is, beside whatever was delivered before', async () => {
  const { table, packed, marks } = await listOf(40, () => 'y'.repeat(1_500));
  expect(packed).toEqual(table);
  expect(passes(() => checkListTravels(packed, marks, 0, LIMIT_BYTES))).toBe(true);
  expect(passes(() => checkListTravels(packed, marks, 70_000, LIMIT_BYTES))).toBe(false);
});

test('changes that do not fit beside the rows are refused; few of them always fit', () => {
  const all = Array.from({ length: 3_000 }, (_, index) => index);
  const lagging = Array.from({ length: 8 }, () => ({ ...NO_CHANGES, added: all }));
  expect(passes(() => checkOrderTravels(90_000, 3_000, { duplicates: [], changes: [NO_CHANGES] }, LIMIT_BYTES))).toBe(
    true,
  );
  expect(passes(() => checkOrderTravels(90_000, 3_000, { duplicates: [], changes: lagging }, LIMIT_BYTES))).toBe(false);
});
