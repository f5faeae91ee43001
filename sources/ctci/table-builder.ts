import type { CellOddities } from '../../domain/cell';
import { CEWL_COLUMNS, columnKind, VOLATILE_COLUMNS } from '../../domain/cewl-columns';
import { keyOf } from '../../domain/compare-list';
import { type Cell, KEY_COLUMN, type RowLayout } from '../../domain/list-table';
import { rowFingerprints } from '../../domain/row-digest';
import { type CellWriter, createCellWriter } from './cell-writer';
import { columnName } from './column-name';

/** One row as the source sent it. */
export type SourceRow = Readonly<Record<string, unknown>>;

export interface BuiltTable {
  readonly layout: RowLayout;
  /** Keys of all rows, in their order. */
  readonly keys: readonly string[];
  /** Fingerprints of all rows, in their order. */
  readonly fingerprints: Buffer;
  /** Rows that have no id and are not in the table. */
  readonly withoutKey: number;
  readonly oddities: CellOddities;
}

/** Turns the source's rows, one after the other, into rows of cells, and forgets them once they are taken. */
export interface TableBuilder {
  add(row: SourceRow): void;
  /** Whether any row so far has the key's column, be it empty. */
  hasKeyColumn(): boolean;
  /** Rows that can be taken. */
  readonly waiting: number;
  /** The rows that were added since the last time. */
  take(): readonly (readonly Cell[])[];
  /** What is to be known of all the rows. To be asked for when the last of them are taken. */
  finish(): BuiltTable;
}

/** A column while the table grows: its place in the rows, and how its cells are written. */
interface Column {
  readonly index: number;
  readonly write: CellWriter;
}

/**
 * Makes a builder. The key comes first, known columns in the documented order as far as the list has them, unknown
 * ones after them in the order of their first appearance; a column without a name cannot be delivered and is left
 * out. Rows with the same key stay; rows without an id are left out and counted. Where one row spells a column in two
 * ways, the first that is not empty wins.
 *
 * Rows that are taken have the columns that were there by then; the layout says where those that came later stand.
 */
export function createTableBuilder(deliverVolatile: boolean): TableBuilder {
  const oddities: CellOddities = { datesOutOfRange: 0, tooDeep: 0 };
  const names = [...CEWL_COLUMNS];
  const columns = new Map<string, Column>();
  const spellings = new Map<string, Column | null>();
  const keys: string[] = [];
  const fingerprints: Buffer[] = [];
  let rows: Cell[][] = [];
  let withoutKey = 0;
  /** Which cells taken rows have, by their index in `names`, and what these columns are called. */
  let taken: readonly number[] = [];
  let takenNames: readonly string[] = [];
  /** Whether earlier rows were taken without some of these columns. */
  let isRagged = false;

  /** The column that a spelling means; null when it is not delivered. */
  function columnOf(spelling: string): Column | null {
    const known = spellings.get(spelling);
    if (known !== undefined) return known;
    const name = columnName(spelling);
    const isLeftOut = name.trim() === '' || (!deliverVolatile && VOLATILE_COLUMNS.has(name));
    const column = isLeftOut ? null : columns.get(name) ?? newColumn(name);
    spellings.set(spelling, column);
    return column;
  }

  function newColumn(name: string): Column {
    const documented = names.indexOf(name);
    const index = documented === -1 ? names.push(name) - 1 : documented;
    const column = { index, write: createCellWriter(columnKind(name), oddities) };
    columns.set(name, column);
    return column;
  }

  /** The columns that the list has, in their final order. */
  function present(): number[] {
    return [...names.keys()].filter((index) => index === 0 || columns.has(names[index] ?? ''));
  }

  function takeNewColumns(): void {
    const known = new Set(taken);
    const fresh = present().filter((index) => !known.has(index));
    if (fresh.length === 0) return;
    isRagged = keys.length > 0;
    taken = [...taken, ...fresh];
    takenNames = taken.map((index) => names[index] ?? '');
  }

  return {
    add(row) {
      const cells = new Array<Cell>(names.length).fill('');
      for (const spelling of Object.keys(row)) {
        const column = columnOf(spelling);
        if (column !== null && !cells[column.index]) cells[column.index] = column.write(row[spelling]);
      }
      if (cells[0]?.trim()) rows.push(cells);
      else withoutKey += 1;
    },
    hasKeyColumn: () => columns.has(KEY_COLUMN),
    get waiting() {
      return rows.length;
    },
    take() {
      takeNewColumns();
      const batch = rows.map((cells) => taken.map((index) => cells[index] ?? ''));
      rows = [];
      for (const row of batch) keys.push(keyOf(row));
      fingerprints.push(rowFingerprints({ columns: takenNames, rows: batch }));
      return batch;
    },
    finish() {
      takeNewColumns();
      const order = present();
      const places = order.map((index) => taken.indexOf(index));
      const isPlain = !isRagged && places.every((place, index) => place === index);
      return {
        layout: { columns: order.map((index) => names[index] ?? ''), places: isPlain ? null : places },
        keys, fingerprints: Buffer.concat(fingerprints), withoutKey, oddities,
      };
    },
  };
}
