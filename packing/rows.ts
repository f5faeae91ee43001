import type { Cell } from '../domain/list/list';

/** Ends a cell but the last of its block. Cells hold no NUL: normalisation replaces it. */
const SEPARATOR = '\0';

/** Before each block: length of its text in bytes, and cells in each of its rows, as 32-bit numbers. */
const HEADER_BYTES = 8;

/**
 * Rows in a block, at most. One character beyond ASCII makes writing and reading a whole text as UTF-8 three times as
 * slow, so texts are kept short.
 */
const BLOCK_ROWS = 50;

/** What earlier versions wrote begins with this: one JSON array of rows. No block is so long that its length does. */
const JSON_ARRAY = '['.charCodeAt(0);

/** Writes rows as bytes: half the work of JSON, and half of it again to read them. Rows may differ in their length. */
export function writeRows(rows: readonly (readonly Cell[])[]): Buffer {
  const blocks: Buffer[] = [];
  for (let from = 0; from < rows.length;) {
    const width = rows[from]?.length ?? 0;
    let end = from + 1;
    while (end < rows.length && end < from + BLOCK_ROWS && rows[end]?.length === width) end += 1;
    blocks.push(...block(rows.slice(from, end), width));
    from = end;
  }
  return Buffer.concat(blocks);
}

function block(rows: readonly (readonly Cell[])[], width: number): [header: Buffer, text: Buffer] {
  const text = Buffer.from(rows.map((row) => row.join(SEPARATOR)).join(SEPARATOR));
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(text.length, 0);
  header.writeUInt32BE(width, 4);
  return [header, text];
}

/** Reverses `writeRows`, one row after the other. Throws an Error when the bytes are something else. */
export function* readRows(bytes: Buffer): Generator<readonly Cell[], void, undefined> {
  if (bytes[0] === JSON_ARRAY) {
    // Our own text: a run that an earlier version has begun.
    yield* JSON.parse(bytes.toString('utf8')) as (readonly Cell[])[];
    return;
  }
  for (let at = 0; at < bytes.length;) {
    const start = at + HEADER_BYTES;
    const end = start + bytes.readUInt32BE(at);
    const width = bytes.readUInt32BE(at + 4);
    const cells = bytes.toString('utf8', start, end).split(SEPARATOR);
    if (end > bytes.length || width === 0 || cells.length % width !== 0) throw new Error('The packed rows are damaged');
    for (let cell = 0; cell < cells.length; cell += width) yield cells.slice(cell, cell + width);
    at = end;
  }
}
