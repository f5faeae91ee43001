import type { Cell, ListChanges, Rows, ListInTurn } from '../domain/list/list';

/** A list without its duplicates, and a way to say the same changes of it. */
export interface DistinctList {
  readonly table: ListInTurn;
  renumber(changes: ListChanges): ListChanges;
}

/** Leaves duplicate rows out. Changes name rows by their index in the list as it was fetched, so they move along. */
export function withoutDuplicates(table: ListInTurn, duplicates: readonly number[]): DistinctList {
  if (duplicates.length === 0) return { table, renumber: (changes) => changes };
  const move = (indexes: readonly number[]) => indexes.map((index) => index - countBelow(duplicates, index));
  return {
    table: { columns: table.columns, rows: rowsExcept(table.rows, new Set(duplicates)) },
    renumber: ({ added, changed, removed }) => ({ added: move(added), changed: move(changed), removed }),
  };
}

function rowsExcept(rows: Rows, dropped: ReadonlySet<number>): Rows {
  return {
    length: rows.length - dropped.size,
    *[Symbol.iterator](): Iterator<readonly Cell[]> {
      let index = 0;
      for (const row of rows) {
        if (!dropped.has(index)) yield row;
        index += 1;
      }
    },
  };
}

/** How many of the ascending numbers lie below a limit. */
function countBelow(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? Infinity) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
