import type { CellOddities } from '../../domain/cell';
import { CEWL_COLUMNS, columnKind, VOLATILE_COLUMNS } from '../../domain/cewl-columns';
import { type Cell, KEY_COLUMN, type ListTable } from '../../domain/list-table';
import { type CellWriter, createCellWriter } from './cell-writer';
import { columnName } from './column-name';

/** One row as the source sent it. */
export type SourceRow = Readonly<Record<string, unknown>>;

export interface BuiltTable {
  readonly table: ListTable;
  /** Rows that have no id and are not in the table. */
  readonly withoutKey: number;
  readonly oddities: CellOddities;
}

/** Turns the source's rows, one after the other, into a table of cells. */
export interface TableBuilder {
  add(row: SourceRow): void;
  /** Whether any row so far has the key's column, be it empty. */
  hasKeyColumn(): boolean;
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
 */
export function createTableBuilder(deliverVolatile: boolean): TableBuilder {
  const oddities: CellOddities = { datesOutOfRange: 0, tooDeep: 0 };
  const names = [...CEWL_COLUMNS];
  const columns = new Map<string, Column>();
  const spellings = new Map<string, Column | null>();
  const rows: Cell[][] = [];
  let withoutKey = 0;

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
    finish() {
      const present = [...names.keys()].filter((index) => index === 0 || columns.has(names[index] ?? ''));
      for (const cells of rows) keepOnly(cells, present);
      return { table: { columns: present.map((index) => names[index] ?? ''), rows }, withoutKey, oddities };
    },
  };
}

/** Moves the cells of these places to the front, in place: a copy of each row would need a large list's memory twice. */
function keepOnly(cells: Cell[], ascending: readonly number[]): void {
  for (const [at, index] of ascending.entries()) cells[at] = cells[index] ?? '';
  cells.length = ascending.length;
}
