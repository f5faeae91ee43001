import { type CellOddities, noOddities } from '../../domain/list/cell';
import type { ListDescription } from '../../domain/list/list-description';
import { keyOf } from '../../domain/changes/compare-list';
import { type Cell, KEY_COLUMN, type RowLayout } from '../../domain/list/list';
import { withoutOuterSpace } from '../../domain/list/outer-space';
import { rowFingerprints } from '../../domain/list/row-digest';
import { type CellWriter, createCellWriter } from './cell-writer';

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
  readonly oddities: ListOddities;
}

/** What the list holds that is not delivered as it was sent. */
export interface ListOddities extends CellOddities {
  /** Spellings of column names around which there was something that cannot be seen. */
  untidyNames: number;
}

/** Turns the source's rows, one after the other, into rows of cells, and forgets them once they are taken. */
export interface TableBuilder {
  add(row: SourceRow): void;
  /** Counts something among the rows that is none: it has no id. */
  skip(): void;
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
  readonly name: string;
  index: number;
  /** `normaliseCell`, with a memory for what recurs. */
  readonly write: CellWriter;
}

/**
 * Makes a builder. The key comes first, known columns in the documented order as far as the list has them, unknown
 * ones after them in the order of their first appearance; a column without a name cannot be delivered and is left
 * out. Rows with the same key stay; rows without an id are left out and counted. Where one row spells a column in two
 * ways, the first that is not empty wins.
 *
 * Rows that are taken have the columns that were there when the first of them were; columns that come later stand
 * behind those, and the layout says so.
 */
export function createTableBuilder(list: ListDescription, deliverVolatile: boolean): TableBuilder {
  const oddities: ListOddities = { ...noOddities(), untidyNames: 0 };
  const columns = new Map<string, Column>();
  const spellings = new Map<string, Column | null>();
  /** Columns of the last row, one for each of its fields: most rows have the fields of the one before. */
  let shape: { readonly fields: readonly string[]; readonly columns: readonly (Column | null)[] } = {
    fields: [],
    columns: [],
  };
  /** Names of the cells in a row: at first all that there could be, then those that there are. */
  let cellNames: readonly string[] = list.columns;
  let isSettled = false;
  /** Whether earlier rows lack some of these cells. */
  let isRagged = false;
  let rows: Cell[][] = [];
  const keys: string[] = [];
  const fingerprints: Buffer[] = [];
  let withoutKey = 0;

  /** The column that a spelling means; null when it is not delivered. */
  function columnOf(spelling: string): Column | null {
    const known = spellings.get(spelling);
    if (known !== undefined) return known;
    const name = list.columnName(spelling);
    const isLeftOut = name === '' || (!deliverVolatile && list.volatile.has(name));
    if (!isLeftOut && withoutOuterSpace(spelling) !== spelling) oddities.untidyNames += 1;
    const column = isLeftOut ? null : (columns.get(name) ?? newColumn(name));
    spellings.set(spelling, column);
    return column;
  }

  function newColumn(name: string): Column {
    if (!cellNames.includes(name)) {
      cellNames = [...cellNames, name];
      isRagged ||= isSettled;
    }
    const column = { name, index: cellNames.indexOf(name), write: createCellWriter(list.kindOf(name), oddities) };
    columns.set(name, column);
    return column;
  }

  function columnsOf(fields: readonly string[]): readonly (Column | null)[] {
    if (!sameTexts(fields, shape.fields)) shape = { fields, columns: fields.map(columnOf) };
    return shape.columns;
  }

  /** From now on rows have the cells that the list has so far; those that are there already lose the others. */
  function settle(): void {
    const kept = [...cellNames.keys()].filter((index) => index === 0 || columns.has(cellNames[index] ?? ''));
    rows = rows.map((cells) => kept.map((index) => cells[index] ?? ''));
    cellNames = kept.map((index) => cellNames[index] ?? '');
    for (const column of columns.values()) column.index = cellNames.indexOf(column.name);
    isSettled = true;
  }

  return {
    add(row) {
      const ofFields = columnsOf(Object.keys(row));
      const values = Object.values(row);
      const cells = new Array<Cell>(cellNames.length).fill('');
      for (let at = 0; at < ofFields.length; at += 1) {
        const column = ofFields[at];
        if (column && !cells[column.index]) cells[column.index] = column.write(values[at]);
      }
      if (cells[0]) rows.push(cells);
      else withoutKey += 1;
    },
    skip() {
      withoutKey += 1;
    },
    hasKeyColumn: () => columns.has(KEY_COLUMN),
    get waiting() {
      return rows.length;
    },
    take() {
      if (!isSettled) settle();
      const batch = rows;
      rows = [];
      for (const row of batch) keys.push(keyOf(row));
      fingerprints.push(rowFingerprints({ columns: cellNames, rows: batch }));
      return batch;
    },
    finish() {
      if (!isSettled) settle();
      const documented = list.columns.filter((name) => cellNames.includes(name));
      const names = [...documented, ...cellNames.filter((name) => !list.columns.includes(name))];
      const places = names.map((name) => cellNames.indexOf(name));
      const isPlain = !isRagged && places.every((place, index) => place === index);
      return {
        layout: { columns: names, places: isPlain ? null : places },
        keys,
        fingerprints: Buffer.concat(fingerprints),
        withoutKey,
        oddities,
      };
    },
  };
}

function sameTexts(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at += 1) {
    if (left[at] !== right[at]) return false;
  }
  return true;
}
