import { CEWL_COLUMNS, VOLATILE_COLUMNS } from '../../domain/cewl-columns';
import { KEY_COLUMN } from '../../domain/list-table';
import { columnName } from './column-name';
import type { SourceRow } from './list-rows';

/**
 * The columns that a list has: the key first, the known ones in the documented order, then unknown ones in the order
 * of their first appearance. A column without a name cannot be delivered and is left out.
 */
export function listColumns(rows: readonly SourceRow[], deliverVolatile: boolean): string[] {
  const present = new Set([KEY_COLUMN]);
  for (const spelling of spellings(rows)) present.add(columnName(spelling));

  const known = CEWL_COLUMNS.filter((name) => present.has(name));
  const unknown = [...present].filter((name) => !CEWL_COLUMNS.includes(name) && name.trim() !== '');
  return [...known, ...unknown].filter((name) => deliverVolatile || !VOLATILE_COLUMNS.has(name));
}

function spellings(rows: readonly SourceRow[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const row of rows) {
    for (const spelling of Object.keys(row)) found.add(spelling);
  }
  return found;
}
