import Table from 'cli-table3';
import { shownLine } from '../../domain/report/shown-text';
import { fitWidths, shorten } from './shorten';
import { PLAIN_LOOK, type Look } from './look';

const GAP = 2; // blanks between columns

/**
 * What the table's package adds to end styles that it does not see ended: ours have further parameters. Cells hold
 * none.
 */
const ADDED_SEQUENCE = /\u001B\[\d*m/g;

export interface TableOptions {
  readonly look?: Look;
  /** Columns that are shortened, in this order, when the table is too wide. */
  readonly elastic?: readonly number[];
  /** Colours a cell, given its column and its whole text. */
  readonly paint?: (text: string, column: number, whole: string) => string;
}

/**
 * A plain table: no borders, two blanks between columns, numbers to the right. It fits the width as far as its elastic
 * columns allow.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  options: TableOptions = {},
): string {
  const { look = PLAIN_LOOK, elastic = [0], paint = (text: string) => text } = options;
  const cells = rows.map((row) => row.map((cell) => shownLine(String(cell))));
  const natural = head.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => (row[column] ?? '').length)),
  );
  const widths = fitWidths(natural, elastic, look.width - GAP * (head.length - 1));
  const fitted = cells.map((row) => row.map((cell, column) => paint(shorten(cell, widths[column] ?? 0), column, cell)));
  const numeric = (column: number): boolean => rows.length > 0 && rows.every((row) => typeof row[column] === 'number');
  const sheet = new Table({
    head: head.map((title, column) => look.colors.dim(shorten(title, widths[column] ?? 0))),
    colAligns: head.map((_, column) => (numeric(column) ? 'right' : 'left')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP, compact: true },
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: '',
    },
  });
  for (const row of fitted) sheet.push(row);
  return sheet
    .toString()
    .replace(ADDED_SEQUENCE, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
