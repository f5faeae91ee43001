import { identity, keyOf } from '../domain/changes/compare-list';
import type { FilledCells } from '../domain/list/filled-cells';
import type { ListDescription } from '../domain/list/list-description';
import { KEY_COLUMN, type Cell, type RowLayout } from '../domain/list/list';
import { withoutOuterSpace } from '../domain/list/outer-space';

/** What programs write where there is nothing: texts of missing values, placeholders, and nested values without any. */
const SAYS_NOTHING = /^(?:nan|nat|null|none|nil|undefined|n\/a|n\.a\.|<na>|[-–—?]+|\[\]|\{\}|""|'')$/i;

/**
 * Counts filled cells while rows pass by. Of two rows with one key the first counts, as it is the one that is
 * delivered.
 */
export class FilledCounter {
  private readonly seen = new Set<string>();
  /** By the place of a cell in the rows. */
  private readonly counts: number[] = [];

  constructor(private readonly list: ListDescription) {}

  add(rows: readonly (readonly Cell[])[]): void {
    for (const row of rows) {
      const known = this.seen.size;
      if (this.seen.add(identity(keyOf(row))).size > known) this.count(row);
    }
  }

  /**
   * The counts by name. The key has none, as the guard counts keys by themselves; nor have columns that a customer's
   * setting puts in or leaves out, and that may be emptied at any time.
   */
  counted({ columns, places }: RowLayout): FilledCells {
    const named = columns.map((name, index): [string, number] => [
      name,
      this.counts[places === null ? index : (places[index] ?? -1)] ?? 0,
    ]);
    return Object.fromEntries(named.filter(([name]) => name !== KEY_COLUMN && !this.list.volatile.has(name)));
  }

  private count(row: readonly Cell[]): void {
    for (let place = 0; place < row.length; place += 1) {
      if (this.isFilled(row[place] ?? '')) this.counts[place] = (this.counts[place] ?? 0) + 1;
    }
  }

  /** A cell of nothing that can be seen, or of a word that says nothing, has no contents either. */
  private isFilled(cell: Cell): boolean {
    if (cell === '') return false;
    const seen = withoutOuterSpace(cell);
    return seen !== '' && !SAYS_NOTHING.test(seen) && !this.list.emptyWords.has(seen.toLowerCase());
  }
}
