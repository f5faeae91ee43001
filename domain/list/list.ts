/** One cell of a list, as the text that is compared and delivered. The empty string means "no value". */
export type Cell = string;

/**
 * A list after normalisation: columns once, then one array of cells per row, in the order of `columns`.
 *
 * Rows are arrays rather than objects because a table of a real list is a third of the size as JSON,
 * and this shape travels through the workflow's history.
 */
export interface List {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A list whose rows need not be in memory. */
export interface ListInTurn {
  readonly columns: readonly string[];
  readonly rows: Rows;
}

/** Rows that can be gone through in their order, as often as wanted; each time they may be unpacked anew. */
export interface Rows extends Iterable<readonly Cell[]> {
  readonly length: number;
}

/** The same list with its rows in memory, where they can be found by their index. */
export function inMemory({ columns, rows }: ListInTurn): List {
  return { columns, rows: Array.isArray(rows) ? rows : [...rows] };
}

/** The rows that stand at the given indexes, in the order of these. */
export function pickRows({ columns, rows }: ListInTurn, indexes: readonly number[]): List {
  const wanted = new Set(indexes);
  const found = new Map<number, readonly Cell[]>();
  let index = 0;
  for (const row of rows) {
    if (wanted.has(index)) found.set(index, row);
    index += 1;
  }
  return { columns, rows: indexes.map((each) => found.get(each)).filter((row) => row !== undefined) };
}

/** Takes the rows of a list, normalised, while the list is still coming. */
export interface RowCollector {
  /** Takes rows in their order. Until it has resolved, the source reads no more. */
  add(rows: readonly (readonly Cell[])[]): Promise<void> | void;
}

/** The columns of a list, and where their cells stand in rows that were taken while the list was still coming. */
export interface RowLayout {
  readonly columns: readonly string[];
  /**
   * For each column the index of its cell in a row; a row that is shorter has none, which is an empty one. Null when
   * all rows have all cells in the order of the columns.
   */
  readonly places: readonly number[] | null;
}

/**
 * A large table on its way from step to step: its rows packed by a `ListPacker`. The workflow hands them on without
 * looking into them, as bytes: they are not read and written as JSON in each of its tasks.
 */
export interface PackedList {
  readonly columns: readonly string[];
  /** As in `RowLayout`; absent for null. */
  readonly places?: readonly number[];
  /** Rows, duplicates included. */
  readonly count: number;
  /** The rows in pieces: some of them each, written by `writeRows` and deflated. */
  readonly packed: readonly Uint8Array[];
}

/** A list between the steps: small ones as they are, so that the Web UI shows their rows; large ones packed. */
export type TravellingList = List | PackedList;

/** Rows of a list, packed or not, duplicates included. */
export function rowCount(table: TravellingList): number {
  return 'packed' in table ? table.count : table.rows.length;
}

/** The column that identifies a row, in the source, in the ledger and in the Devo lookup. */
export const KEY_COLUMN = 'cve';

/**
 * What changed between two lists. Rows of the new list are named by their index in `List.rows`,
 * rows that are gone by their key as it was delivered.
 */
export interface ListChanges {
  readonly added: readonly number[];
  readonly changed: readonly number[];
  readonly removed: readonly string[];
}
