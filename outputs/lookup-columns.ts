import { KEY_COLUMN, type Cell, type List, type ListInTurn } from '../domain/list/list';

/**
 * The columns of a lookup, in the order that it keeps for its life: those that were delivered before, then new ones.
 * A column that the list has lost stays, so that queries on it go on working.
 */
export function lookupColumns(known: readonly string[], table: ListInTurn): readonly string[] {
  const delivered = new Set(known);
  return [...known, ...table.columns.filter((column) => !delivered.has(column))];
}

/** Rows laid out in the lookup's columns; what the list lacks is empty. Lazy, because a list can be large. */
export function* rowsInColumns(
  table: ListInTurn,
  columns: readonly string[],
): Generator<readonly Cell[], void, undefined> {
  const places = columns.map((column) => table.columns.indexOf(column));
  const sameLayout = columns.length === table.columns.length && places.every((place, index) => place === index);
  if (sameLayout) {
    yield* table.rows;
    return;
  }
  for (const row of table.rows) yield places.map((place) => row[place] ?? '');
}

/** Keys as a list of one column: what a deletion deploys. */
export function keysAsTable(keys: readonly string[]): List {
  return { columns: [KEY_COLUMN], rows: keys.map((key) => [key]) };
}
