import { keyOf, type CewlRow } from '../replay/cewl-row';
import type { ListTwist } from '../ctci-fault';
import { numberToken } from './number-token';
import { writtenDate } from './written-date';

const INTEGER_COLUMNS: ReadonlySet<string> = new Set(['year', 'id_ref']);
const DATE_COLUMNS: ReadonlySet<string> = new Set([
  'cve_date',
  'date_added',
  'honeypot',
  'intel',
  'updated',
  'notified_date',
]);

/** The list's rows as one twist wants them. Twists that concern the envelope or the transfer leave rows alone. */
export function twistRows(rows: readonly CewlRow[], twist: ListTwist): readonly CewlRow[] {
  switch (twist.fault) {
    case 'nan':
      return rows.map((row) => mapCells(row, (_column, cell) => (cell === null ? numberToken('NaN') : cell)));
    case 'floats':
      return rows.map((row) => mapCells(row, floatCell));
    case 'dates':
      return rows.map((row) => mapCells(row, (column, cell) => dateCell(column, cell, twist.form)));
    case 'duplicate-rows':
      return [...rows, ...rows.slice(0, twist.count).map(recased)];
    case 'rows-without-id':
      return [...rows, ...rows.slice(0, twist.count).map(withoutId)];
    case 'unknown-columns':
      return rows.map((row, index) => ({ ...row, research: null, true_risk: index % 5, 'Admiralty Score': 'B2' }));
    case 'absent-columns':
      return rows.map((row) =>
        Object.fromEntries(Object.entries(row).filter(([column]) => !twist.columns.includes(column))),
      );
    case 'year-underscore':
      return rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([column, cell]) => [column === 'year' ? 'year_' : column, cell])),
      );
    case 'shuffled':
      return [...rows].reverse();
    case 'slow':
    case 'content-type':
    case 'envelope':
      return rows;
  }
}

function mapCells(row: CewlRow, change: (column: string, cell: unknown) => unknown): CewlRow {
  return Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, change(column, cell)]));
}

/** pandas writes an integer column with gaps as floats, and booleans with gaps as 1.0 and 0.0. */
function floatCell(column: string, cell: unknown): unknown {
  if (typeof cell === 'number' && INTEGER_COLUMNS.has(column)) return numberToken(`${String(cell)}.0`);
  if (typeof cell === 'boolean') return numberToken(cell ? '1.0' : '0.0');
  return cell;
}

function dateCell(column: string, cell: unknown, form: Parameters<typeof writtenDate>[1]): unknown {
  return typeof cell === 'number' && DATE_COLUMNS.has(column) ? writtenDate(cell, form) : cell;
}

/** A second row of the same CVE, written in another case and with other words: the first one counts. */
function recased(row: CewlRow): CewlRow {
  return { ...row, cve: (keyOf(row) ?? '').toLowerCase(), description: 'a second row of the same CVE' };
}

/** Missing, null and blank in turn. */
function withoutId(row: CewlRow, index: number): CewlRow {
  const rest = Object.fromEntries(Object.entries(row).filter(([column]) => column !== 'cve'));
  if (index % 3 === 0) return rest;
  return { cve: index % 3 === 1 ? null : '  ', ...rest };
}
