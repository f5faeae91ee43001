import type { DevoSimulator } from '../../../simulators/devo/devo-simulator';
import type { ServedRows } from '../judge/served-rows';

/**
 * Devo is in this process, and no job of it takes less than 20 ms: so the lookup is looked at between any two of them.
 */
const LOOK_EVERY_MS = 10;

/** What may be missing of the last delivered list, at most: `shrink_limit_percent` is 20. */
const LEAST_SHARE = 0.8;

/** Looks at a lookup after each of its jobs: only they change its rows, apart from somebody who deletes it by hand. */
export class LookupWatch {
  /** The first row that the source never served, in words. */
  stranger: string | null = null;
  /** The first deploy that left too few rows, in words. */
  wipe: string | null = null;
  private seen: unknown = null;
  private ended = 0;
  private rows = 1;
  private fewest = Infinity;
  private readonly timer = setInterval(() => this.look(), LOOK_EVERY_MS);

  constructor(
    private readonly devo: Pick<DevoSimulator, 'deploys' | 'rows'>,
    private readonly lookup: string,
    private readonly served: ServedRows,
  ) {}

  /** How often it was looked at, and the fewest rows that were there. */
  tally(): { readonly looks: number; readonly fewest: number } {
    return { looks: this.ended, fewest: this.fewest };
  }

  look(): void {
    const deploys = this.devo.deploys();
    if (deploys === this.seen) return; // another list whenever anything has happened
    this.seen = deploys;
    const ended = deploys.filter(({ endedAt }) => endedAt !== null);
    if (ended.length === this.ended) return;
    // Devo itself wrote down how many rows each job left: a hand that deletes the lookup just after it leaves none to
    // be counted here.
    for (const { kind, rowsAfter } of ended.slice(this.ended)) if (rowsAfter !== null) this.judgeSize(rowsAfter, kind);
    this.ended = ended.length;
    this.stranger ??= this.served.stranger(this.devo.rows(this.lookup));
  }

  close(): void {
    clearInterval(this.timer);
  }

  private judgeSize(rows: number, kind: string): void {
    if (rows === 0 || rows < this.rows * LEAST_SHARE)
      this.wipe ??= `a deploy (${kind}) left ${rows} rows of ${this.rows}`;
    this.fewest = Math.min(this.fewest, rows);
    this.rows = rows;
  }
}
