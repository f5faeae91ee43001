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

/**
 * A large table on its way from step to step: its rows packed by `packTable`. The workflow hands them on without looking
 * into them, as bytes: they are not read and written as JSON in each of its tasks.
 */
export interface PackedTable {
  readonly columns: readonly string[];
  /** Rows, duplicates included. */
  readonly count: number;
  /** The rows in pieces: the deflated JSON of so many of `ListTable.rows` each. */
  readonly packed: readonly Uint8Array[];
}

/** A list between the steps: small ones as they are, so that the Web UI shows their rows; large ones packed. */
export type TravellingTable = ListTable | PackedTable;

/** Rows of a list, packed or not, duplicates included. */
export function rowCount(table: TravellingTable): number {
  return 'packed' in table ? table.count : table.rows.length;
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
