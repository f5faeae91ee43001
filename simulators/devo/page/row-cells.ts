import type { Lookup, StoredRow } from '../lookups/lookup';
import { escapeHtml } from './escape-html';

/** Characters up to which a cell stays on one line. */
const SHORT = 28;

/** Heading and cells (ready HTML) of some rows: since when a row is what it is, then its columns. */
export function rowCells(
  lookup: Lookup,
  rows: readonly StoredRow[],
): readonly [readonly string[], readonly (readonly string[])[]] {
  const head = ['since (UTC)', ...lookup.columns.map((column) => column.name)];
  const cells = rows.map((row) => [
    `<span class="soft short">${escapeHtml(row.since.slice(5, 19).replace('T', ' '))}</span>`,
    ...row.cells.map((cell) => `<div class="${cell.length <= SHORT ? 'short' : 'text'}">${escapeHtml(cell)}</div>`),
  ]);
  return [head, cells];
}
