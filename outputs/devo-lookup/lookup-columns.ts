import { KEY_COLUMN, type Cell, type ListTable } from '../../domain/list-table';

/**
 * The columns of a lookup, in the order that it keeps for its life: those that were delivered before, then new ones.
 * A column that the list has lost stays, so that queries on it go on working.
 */
export function lookupColumns(known: readonly string[], table: ListTable): readonly string[] {
  const delivered = new Set(known);
  return [...known, ...table.columns.filter((column) => !delivered.has(column))];
}

/** Rows laid out in the lookup's columns; what the list lacks is empty. Lazy, because a list can be large. */
export function* rowsInColumns(table: ListTable, columns: readonly string[]): Generator<readonly Cell[], void, undefined> {
  const places = columns.map((column) => table.columns.indexOf(column));
  const sameLayout = columns.length === table.columns.length && places.every((place, index) => place === index);
  if (sameLayout) {
    yield* table.rows;
    return;
  }
  for (const row of table.rows) yield places.map((place) => row[place] ?? '');
}

/** The part of a list that stands at the given places. */
export function pickRows(table: ListTable, indexes: readonly number[]): ListTable {
  const rows: (readonly Cell[])[] = [];
  for (const index of indexes) {
    const row = table.rows[index];
    if (row) rows.push(row);
  }
  return { columns: table.columns, rows };
}

/** Keys as a list of one column: what a deletion deploys. */
export function keysAsTable(keys: readonly string[]): ListTable {
  return { columns: [KEY_COLUMN], rows: keys.map((key) => [key]) };
}
