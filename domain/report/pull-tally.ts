import type { ErrorReport } from '../../errors/error-report';
import type { OutputReport, Outcome, PullReport } from './pull-report';
import type { PullState } from '../state/pull-state';

/** Numbers that a pull gathers on its way. */
export type PullTally = Pick<
  PullReport,
  | 'requests'
  | 'received'
  | 'duplicates'
  | 'without_key'
  | 'added'
  | 'changed'
  | 'removed'
  | 'sent'
  | 'outputs'
  | 'digest'
  | 'release'
  | 'edition'
>;

export const EMPTY_TALLY: PullTally = {
  requests: 0,
  received: 0,
  duplicates: 0,
  without_key: 0,
  added: 0,
  changed: 0,
  removed: 0,
  sent: 0,
  outputs: {},
  digest: null,
};

/** Who ran, and when. Times in epoch milliseconds. */
export interface RunTimes {
  readonly runId: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

export function reportOf(tally: PullTally, outcome: Outcome, state: PullState, times: RunTimes): PullReport {
  return {
    run_id: times.runId,
    started_at: new Date(times.startedAt).toISOString(),
    outcome,
    ...tally,
    duration_ms: times.endedAt - times.startedAt,
    rows: state.list.rows,
    held: outcome === 'held' ? state.held : null,
    error: errorOf(tally.outputs),
  };
}

/** The first output's error. Where there are several outputs, it says whose it is. */
function errorOf(outputs: Readonly<Record<string, OutputReport>>): ErrorReport | null {
  const all = Object.entries(outputs);
  for (const [name, { error }] of all) {
    if (error !== null) return all.length === 1 ? error : { ...error, message: `output ${name}: ${error.message}` };
  }
  return null;
}

/**
 * `delivered` when every due output confirmed, `unchanged` when none was due. When one failed: `partial` while another
 * has got the list or holds it already, `failed` when none is left.
 */
export function outcomeOf(outputs: Readonly<Record<string, OutputReport>>): Outcome {
  const outcomes = new Set(Object.values(outputs).map((output) => output.outcome));
  if (outcomes.has('failed')) return outcomes.size > 1 ? 'partial' : 'failed';
  return outcomes.has('delivered') ? 'delivered' : 'unchanged';
}
