import type { Payload } from '@temporalio/common';
import { isPackedTable, unpackTable } from '../domain/packed-table';

/** Stands in the JSON of every packed table, and is searched for before anything is parsed. */
const MARK = '"packed":[';

/** Shows the rows of packed lists in a payload, for people; every other payload is given back as it is. */
export function withPlainRows(payload: Payload): Payload {
  const { data } = payload;
  if (!data || !Buffer.from(data.buffer, data.byteOffset, data.byteLength).includes(MARK)) return payload;
  try {
    const value: unknown = JSON.parse(Buffer.from(data).toString('utf8'));
    return { ...payload, data: Buffer.from(JSON.stringify(plain(value))) };
  } catch {
    return payload; // not JSON of ours after all
  }
}

/** A table, or an object that holds one as `table`: a list, an order, a preview. */
function plain(value: unknown): unknown {
  if (isPackedTable(value)) return unpackTable(value);
  if (typeof value !== 'object' || value === null || !('table' in value)) return value;
  return { ...value, table: plain(value.table) };
}
