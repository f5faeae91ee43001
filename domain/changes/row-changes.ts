import { KEY_COLUMN, type List } from '../list/list';

/** One cell, old and new; null where the row was not there, or nobody knows. */
export interface CellChange {
  readonly column: string;
  readonly from: string | null;
  readonly to: string | null;
}

export interface RowChange {
  readonly key: string;
  readonly kind: 'added' | 'changed' | 'removed';
  readonly cells: readonly CellChange[];
}

/** A row by the names of its columns. */
export type NamedRow = ReadonlyMap<string, string>;

/** The rows of a list by their keys; the first of two with one key counts, whatever its case. */
export function rowsByKey({ columns, rows }: List): Map<string, NamedRow> {
  const found = new Map<string, NamedRow>();
  for (const row of rows) {
    const named = new Map(columns.map((column, index) => [column, row[index] ?? '']));
    const key = keyIn(named);
    if (!found.has(key)) found.set(key, named);
  }
  return found;
}

export function keyIn(row: NamedRow): string {
  return (row.get(KEY_COLUMN) ?? '').toUpperCase();
}

/** The cells in which two rows differ; all that are filled where one of them is not there. */
export function cellChanges(before: NamedRow | null, after: NamedRow | null): CellChange[] {
  const columns = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  const cells: CellChange[] = [];
  for (const column of columns) {
    const from = before === null ? null : (before.get(column) ?? '');
    const to = after === null ? null : (after.get(column) ?? '');
    if ((from ?? '') !== (to ?? '')) cells.push({ column, from, to });
  }
  return cells;
}

/** What differs between two lists, row by row, in the order of the keys. */
export function rowChanges(before: List, after: List): RowChange[] {
  const old = rowsByKey(before);
  const fresh = rowsByKey(after);
  const changes: RowChange[] = [];
  for (const key of [...new Set([...old.keys(), ...fresh.keys()])].sort()) {
    const from = old.get(key) ?? null;
    const to = fresh.get(key) ?? null;
    const cells = cellChanges(from, to);
    if (from === null) changes.push({ key, kind: 'added', cells });
    else if (to === null) changes.push({ key, kind: 'removed', cells });
    else if (cells.length > 0) changes.push({ key, kind: 'changed', cells });
  }
  return changes;
}
