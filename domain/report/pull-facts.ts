import type { ErrorReport } from '../../errors/error-report';
import { heldInWords } from '../guard/shrink-guard';
import { isEventsState, type AnyState } from '../state/any-state';
import { failuresByOutput, type PullReport } from './pull-report';

/** What is known of the last pull of a service, whoever made it. */
export interface PullFacts {
  /** Rows of the delivered list, or events that were delivered since the chain began; null while nothing is known. */
  readonly rows: number | null;
  /** Start of the last pull that was good, epoch seconds; null before the first. */
  readonly lastGoodPull: number | null;
  /** Why the list is held, in words, or null. */
  readonly held: string | null;
  /** Why the last pull failed or was partial, or null. */
  readonly error: ErrorReport | null;
  /** Outputs that the last pull could not bring up to the list. */
  readonly failingOutputs: readonly string[];
}

export const NOTHING_KNOWN: PullFacts = {
  rows: null,
  lastGoodPull: null,
  held: null,
  error: null,
  failingOutputs: [],
};

/** What a state, and the report of the pull that left it, tell. */
export function pullFacts(state: AnyState | null, report: PullReport | null): PullFacts {
  if (state === null) return { ...NOTHING_KNOWN, ...failureFacts(report) };
  return {
    rows: isEventsState(state) ? state.totals.sent : state.list.rows,
    lastGoodPull: state.last_polled_time ?? null,
    held: isEventsState(state) || !state.held || state.held.released ? null : heldInWords(state.held),
    ...failureFacts(report),
  };
}

/** What a report alone tells: a run that failed leaves the state as it was. */
export function failureFacts(report: PullReport | null): Pick<PullFacts, 'error' | 'failingOutputs'> {
  return {
    error: report?.error ?? null,
    failingOutputs: report === null ? [] : Object.keys(failuresByOutput(report.outputs)),
  };
}
