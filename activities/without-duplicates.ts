import type { ListChanges, ListTable } from '../domain/list-table';

/** A list without its duplicates, and a way to say the same changes of it. */
export interface DistinctList {
  readonly table: ListTable;
  renumber(changes: ListChanges): ListChanges;
}

/** Leaves duplicate rows out. Changes name rows by their index in the list as it was fetched, so they move along. */
export function withoutDuplicates(table: ListTable, duplicates: readonly number[]): DistinctList {
  if (duplicates.length === 0) return { table, renumber: (changes) => changes };
  const dropped = new Set(duplicates);
  const position: number[] = [];
  const rows = table.rows.filter((_row, index) => {
    position.push(index - countBelow(duplicates, index));
    return !dropped.has(index);
  });
  const move = (indexes: readonly number[]) => indexes.map((index) => position[index] ?? index);
  return {
    table: { columns: table.columns, rows },
    renumber: ({ added, changed, removed }) => ({ added: move(added), changed: move(changed), removed }),
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
