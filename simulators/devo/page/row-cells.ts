import type { Lookup, StoredRow } from '../lookup';
import { escapeHtml } from './escape-html';

/** Heading and cells (ready HTML) of some rows: since when a row is what it is, then its columns. */
export function rowCells(lookup: Lookup, rows: readonly StoredRow[]): readonly [readonly string[], readonly (readonly string[])[]] {
  const head = ['since (UTC)', ...lookup.columns.map((column) => column.name)];
  const cells = rows.map((row) => [
    `<span class="soft">${escapeHtml(row.since.slice(5, 19).replace('T', ' '))}</span>`,
    ...row.cells.map((cell) => `<div class="text">${escapeHtml(cell)}</div>`),
  ]);
  return [head, cells];
}
