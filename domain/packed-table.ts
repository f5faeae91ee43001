import { inflateRawSync } from 'node:zlib';
import type { ListTable, PackedTable, TravellingTable } from './list-table';
import { ZLIB_PIECE_BYTES } from './packing';

/** No piece of ours is larger when it is unpacked; bounds what a foreign one can do to memory. */
const PIECE_LIMIT_BYTES = 256 * 1024 * 1024;

/** Takes the rows out of a table that `fetchCewl` has packed. Throws an Error when what it is given is no such table. */
export function unpackTable(table: TravellingTable): ListTable {
  if (!('packed' in table)) return table;
  const rows: (readonly string[])[] = [];
  for (const piece of table.packed) {
    const text = inflateRawSync(piece, { maxOutputLength: PIECE_LIMIT_BYTES, chunkSize: ZLIB_PIECE_BYTES }).toString('utf8');
    // Our own text: `packTable` wrote it.
    rows.push(...(JSON.parse(text) as ListTable['rows']));
  }
  if (rows.length !== table.count) throw new Error(`The packed list has ${rows.length} rows instead of ${table.count}`);
  return { columns: table.columns, rows };
}

/** Whether a value from a payload is a packed table. */
export function isPackedTable(value: unknown): value is PackedTable {
  return typeof value === 'object' && value !== null && 'packed' in value && Array.isArray(value.packed) && value.packed.every((piece) => piece instanceof Uint8Array)
    && 'count' in value && typeof value.count === 'number' && 'columns' in value && Array.isArray(value.columns);
}
