import { identity } from '../changes/compare-list';
import { KEY_COLUMN, pickRows, type ListChanges, type ListInTurn } from '../list/list';

/**
 * The removed keys that come back in another spelling: `CVE-2024-1` goes, `cve-2024-1` is added. They are one row to
 * whoever compares keys without regard to case, or to the white space around them, so that a removal that is done last
 * would take the row that was just added.
 */
export function recasedKeys(table: ListInTurn, { added, changed, removed }: ListChanges): ReadonlySet<string> {
  if (removed.length === 0) return new Set();
  const column = table.columns.indexOf(KEY_COLUMN);
  const fresh = new Set(pickRows(table, [...added, ...changed]).rows.map((row) => identity(row[column] ?? '')));
  return new Set(removed.filter((key) => fresh.has(identity(key))));
}
