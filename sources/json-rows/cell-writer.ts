import { type CellOddities, normaliseCell } from '../../domain/list/cell';
import type { ColumnKind } from '../../domain/list/list-description';
import type { Cell } from '../../domain/list/list';

/** Writes the cells of one column. */
export type CellWriter = (value: unknown) => Cell;

/** Enough for every day of some years; ids would only fill it. */
const MOST_KNOWN = 4096;
const LONGEST_KNOWN = 40;

/**
 * Normalises the values of a column. Dates, numbers and words recur, and each is normalised only once; text is as quick
 * to normalise as to look up.
 */
export function createCellWriter(kind: ColumnKind, oddities: CellOddities): CellWriter {
  const known = new Map<unknown, Cell>();

  return (value) => {
    if (!mayRecur(value, kind)) return normaliseCell(kind, value, oddities);
    const cell = known.get(value);
    if (cell !== undefined) return cell;
    const before = countOf(oddities);
    const fresh = normaliseCell(kind, value, oddities);
    // Each oddity is counted, so none is kept.
    if (countOf(oddities) === before && known.size < MOST_KNOWN) known.set(value, fresh);
    return fresh;
  };
}

function countOf({ datesOutOfRange, oddDates, tooDeep, untidyKeys }: CellOddities): number {
  return datesOutOfRange + oddDates + tooDeep + untidyKeys;
}

function mayRecur(value: unknown, kind: ColumnKind): boolean {
  return (
    typeof value === 'number' ||
    (kind !== 'text' && kind !== 'key' && typeof value === 'string' && value.length <= LONGEST_KNOWN)
  );
}
