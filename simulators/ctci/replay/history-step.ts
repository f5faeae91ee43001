import type { CewlRow } from './cewl-row';

/** What happened to the list on one day. The first step brings the rows of the start. */
export interface HistoryStep {
  /** YYYY-MM-DD; several steps may share a day. */
  readonly date: string;
  readonly added: readonly CewlRow[];
  readonly changed: readonly CewlRow[];
  readonly removed: readonly string[];
  /** Those of `removed` that never happened: see `withSyntheticRemovals`. */
  readonly syntheticRemovals: readonly string[];
}
