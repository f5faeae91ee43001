/** In how many rows each column of a list has a value, by the column's name. Columns without any stand there with 0. */
export type FilledCells = Readonly<Record<string, number>>;

/**
 * By which rule cells are called filled: it grows whenever that changes, since counts of two rules say nothing of each
 * other. Counts without one are of the first.
 */
export const FILLED_RULE = 2;

/** A column that has lost its contents between two lists. */
export interface HollowColumn {
  readonly name: string;
  /** Rows that had a value in it, and that have one now. */
  readonly before: number;
  readonly now: number;
  /** Whether the fresh list lacks the column itself. */
  readonly gone: boolean;
}

/** Columns filled in fewer of the rows may come and go: a handful of cells says nothing about an answer. */
const WATCHED_FROM = 0.1;

/**
 * Columns that were filled in at least a tenth of the delivered rows, and are gone or have lost more than the limit of
 * their filled cells.
 *
 * @param rows rows of the delivered list
 */
export function hollowColumns(
  delivered: FilledCells,
  rows: number,
  fresh: FilledCells,
  limitPercent: number,
): HollowColumn[] {
  const found = new Map(Object.entries(fresh));
  const hollow: HollowColumn[] = [];
  for (const [name, before] of Object.entries(delivered)) {
    if (before === 0 || before < rows * WATCHED_FROM) continue;
    const now = found.get(name);
    const isHollow = now === undefined || (before - now) * 100 > before * limitPercent;
    if (isHollow) hollow.push({ name, before, now: now ?? 0, gone: now === undefined });
  }
  return hollow;
}
