import type { OutputReport, Outcome, PullReport } from './pull-report';
import type { PullState } from './pull-state';

/** Numbers that a pull gathers on its way. */
export type PullTally = Pick<
  PullReport,
  'requests' | 'received' | 'duplicates' | 'without_key' | 'added' | 'changed' | 'removed' | 'sent' | 'outputs' | 'digest'
>;

export const EMPTY_TALLY: PullTally = {
  requests: 0, received: 0, duplicates: 0, without_key: 0, added: 0, changed: 0, removed: 0, sent: 0, outputs: {}, digest: null,
};

/** Who ran, and when. Times in epoch milliseconds. */
export interface RunTimes {
  readonly runId: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

export function reportOf(tally: PullTally, outcome: Outcome, state: PullState, times: RunTimes): PullReport {
  const failed = Object.values(tally.outputs).find((output) => output.error !== null);
  return {
    run_id: times.runId,
    started_at: new Date(times.startedAt).toISOString(),
    outcome,
    ...tally,
    duration_ms: times.endedAt - times.startedAt,
    rows: state.list.rows,
    held: outcome === 'held' ? state.held : null,
    error: failed?.error ?? null,
  };
}

/** `delivered` when every due output confirmed, `partial` when some did, `failed` when none, `unchanged` when none was due. */
export function outcomeOf(outputs: Readonly<Record<string, OutputReport>>): Outcome {
  const outcomes = Object.values(outputs).map((output) => output.outcome);
  const delivered = outcomes.includes('delivered');
  if (outcomes.includes('failed')) return delivered ? 'partial' : 'failed';
  return delivered ? 'delivered' : 'unchanged';
}
