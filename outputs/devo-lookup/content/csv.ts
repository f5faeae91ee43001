import type { Cell } from '../../../domain/list/list';

/**
 * Characters gathered before a chunk is handed on. One character beyond ASCII makes writing a whole text as UTF-8 three
 * times as slow, so they are few.
 */
const CHUNK_CHARACTERS = 8 * 1024;

/** A cell that a reader could take for something else. `\s` covers the byte order mark as well. */
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/**
 * A list as RFC 4180: header line, CRLF, quotes only where they are needed, no byte order mark.
 *
 * Comes in chunks of whole lines, so that neither the text as a whole nor a split surrogate pair ever exists.
 */
export function* csvChunks(
  columns: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Generator<string, void, undefined> {
  let chunk = csvLine(columns);
  for (const row of rows) {
    chunk += csvLine(row);
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk) yield chunk;
}

function csvLine(cells: readonly Cell[]): string {
  // A line of one empty cell would be an empty line, which readers skip.
  if (cells.length === 1 && cells[0] === '') return '""\r\n';
  let line = '';
  for (let index = 0; index < cells.length; index += 1) {
    const cell = cells[index] ?? '';
    if (index > 0) line += ',';
    line += NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }
  return `${line}\r\n`;
}
