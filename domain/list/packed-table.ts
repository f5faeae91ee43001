import { inflateRawSync } from 'node:zlib';
import type { Cell, ListTable, PackedTable, RowTable, TravellingTable } from './list-table';
import { ZLIB_PIECE_BYTES } from '../ledger/packing';
import { readRows } from './row-text';

/** No piece of ours is larger when it is unpacked; bounds what a foreign one can do to memory. */
const PIECE_LIMIT_BYTES = 256 * 1024 * 1024;

/**
 * Takes the rows out of a table that `fetchCewl` has packed. Throws an Error when what it is given is no such table.
 */
export function unpackTable(table: TravellingTable): ListTable {
  return 'packed' in table ? { columns: table.columns, rows: [...unpackedRows(table)] } : table;
}

/** The same table, its rows taken out when they are gone through. */
export function unpackedInTurn(table: TravellingTable): RowTable {
  if (!('packed' in table)) return table;
  return { columns: table.columns, rows: { length: table.count, [Symbol.iterator]: () => unpackedRows(table) } };
}

/** One row after the other: no more than a piece of them is unpacked at a time. */
function* unpackedRows({ packed, count, places }: PackedTable): Generator<readonly Cell[], void, undefined> {
  let rows = 0;
  for (const piece of packed) {
    for (const row of readRows(
      inflateRawSync(piece, { maxOutputLength: PIECE_LIMIT_BYTES, chunkSize: ZLIB_PIECE_BYTES }),
    )) {
      rows += 1;
      yield placeCells(row, places ?? null);
    }
  }
  if (rows !== count) throw new Error(`The packed list has ${rows} rows instead of ${count}`);
}

/** A row in the order of the columns: see `RowLayout`. */
export function placeCells(row: readonly Cell[], places: readonly number[] | null): readonly Cell[] {
  return places === null ? row : places.map((place) => row[place] ?? '');
}

/** Whether a value from a payload is a packed table. */
export function isPackedTable(value: unknown): value is PackedTable {
  return (
    typeof value === 'object' &&
    value !== null &&
    'packed' in value &&
    Array.isArray(value.packed) &&
    value.packed.every((piece) => piece instanceof Uint8Array) &&
    'count' in value &&
    typeof value.count === 'number' &&
    'columns' in value &&
    Array.isArray(value.columns)
  );
}
