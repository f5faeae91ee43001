import { type CellOddities, normaliseCell } from '../../domain/cell';
import { columnKind, type ColumnKind } from '../../domain/cewl-columns';
import type { Cell, ListTable } from '../../domain/list-table';
import { columnName } from './column-name';
import { listColumns } from './list-columns';
import type { SourceRow } from './list-rows';

export interface NormalisedRows {
  readonly table: ListTable;
  /** Rows that have no id and are not in the table. */
  readonly withoutKey: number;
  readonly oddities: CellOddities;
}

/**
 * Turns the source's rows into a table of cells. Rows with the same key stay; rows without an id are left out and
 * counted. Where one row spells a column in two ways, the first that is not empty wins.
 */
export function rowsToTable(rows: readonly SourceRow[], deliverVolatile: boolean): NormalisedRows {
  const columns = listColumns(rows, deliverVolatile);
  const places = createPlaces(columns);
  const oddities: CellOddities = { datesOutOfRange: 0, tooDeep: 0 };
  const cells: (readonly Cell[])[] = [];

  for (const row of rows) {
    const normalised = normaliseRow(row, columns.length, places, oddities);
    if (normalised[0]?.trim()) cells.push(normalised);
  }
  return { table: { columns, rows: cells }, withoutKey: rows.length - cells.length, oddities };
}

/** Where the value under a spelling goes, and what it is; null when the column is not part of the table. */
type Places = (spelling: string) => Place | null;

interface Place {
  readonly index: number;
  readonly kind: ColumnKind;
}

function createPlaces(columns: readonly string[]): Places {
  const indexes = new Map(columns.map((name, index) => [name, index]));
  const known = new Map<string, Place | null>();

  return (spelling) => {
    const place = known.get(spelling);
    if (place !== undefined) return place;
    const name = columnName(spelling);
    const index = indexes.get(name);
    const fresh = index === undefined ? null : { index, kind: columnKind(name) };
    known.set(spelling, fresh);
    return fresh;
  };
}

function normaliseRow(row: SourceRow, width: number, places: Places, oddities: CellOddities): Cell[] {
  const cells = new Array<Cell>(width).fill('');
  for (const spelling of Object.keys(row)) {
    const place = places(spelling);
    if (place !== null && cells[place.index] === '') {
      cells[place.index] = normaliseCell(place.kind, row[spelling], oddities);
    }
  }
  return cells;
}
