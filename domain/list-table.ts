/** One cell of a list, as the text that is compared and delivered. The empty string means "no value". */
export type Cell = string;

/**
 * A list after normalisation: columns once, then one array of cells per row, in the order of `columns`.
 *
 * Rows are arrays rather than objects because a table of a real list is a third of the size as JSON,
 * and this shape travels through the workflow's history.
 */
export interface ListTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** The column that identifies a row, in the source, in the ledger and in the Devo lookup. */
export const KEY_COLUMN = 'cve';

/**
 * What changed between two lists. Rows of the new list are named by their index in `ListTable.rows`,
 * rows that are gone by their key as it was delivered.
 */
export interface ListChanges {
  readonly added: readonly number[];
  readonly changed: readonly number[];
  readonly removed: readonly string[];
}
