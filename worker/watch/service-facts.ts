import { heldInWords } from '../../domain/guard/shrink-guard';
import { failuresByOutput, type PullReport } from '../../domain/report/pull-report';
import { isEventsState, type AnyState } from '../../domain/state/any-state';
import { readFailure } from '../../engine/histories/failure-in-report';
import type { RunStart } from '../../engine/histories/run-events';
import { errorInWords, type ErrorReport } from '../../errors/error-report';
import type { ChainFacts } from './chain-facts';

/** A configured service, as far as its chain is to be found. */
export interface WatchedService {
  readonly input: string;
  readonly service: string;
  readonly workflowId: string;
}

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

export interface ServiceFacts extends WatchedService {
  readonly chain: ChainFacts;
  readonly pull: PullFacts;
}

export type ServiceState = 'waiting' | 'running' | 'held' | 'failing' | 'stopped' | 'no_worker' | 'unknown';

/** One word for a service, as `status` says it. */
export function stateOf({ chain: { chain }, pull: { held, error } }: ServiceFacts): ServiceState {
  if (chain === 'unknown' || chain === 'stopped') return chain;
  if (chain === 'stuck') return 'failing';
  if (chain === 'unserved') return 'no_worker';
  if (held !== null) return 'held';
  if (error !== null) return 'failing';
  return chain === 'works' ? 'running' : 'waiting';
}

/** What is not well with a service, in words, or null. */
export function problemOf({ chain, pull: { held, error } }: ServiceFacts): string | null {
  if (chain.chain === 'stopped') return `no cron is running (${chain.why})`;
  if (chain.chain === 'stuck' || chain.chain === 'unserved') return errorInWords(chain.trouble.report());
  if (held !== null) return `the list is held: ${held}`;
  return error === null ? null : errorInWords(error);
}

/** What the start of a chain's current run tells of the pull before. */
export function pullFactsOf({ carried, seed, lastFailure, lost }: RunStart): PullFacts {
  const report = carried?.report ?? null;
  const facts = factsOfState(carried?.state ?? seed, report);
  if (lost !== null) return { ...facts, error: lost.report() };
  if (lastFailure === null) return facts;
  const failed = readFailure(lastFailure);
  const failingOutputs = failed.report === null ? [] : Object.keys(failuresByOutput(failed.report.outputs));
  return { ...facts, error: failed.error, failingOutputs };
}

/** What the end of a pull tells. */
export function factsOfState(state: AnyState | null, report: PullReport | null): PullFacts {
  if (state === null) return { ...NOTHING_KNOWN, error: report?.error ?? null };
  const { last_polled_time: polled } = state;
  return {
    rows: isEventsState(state) ? state.totals.sent : state.list.rows,
    lastGoodPull: polled ?? null,
    held: isEventsState(state) || !state.held || state.held.released ? null : heldInWords(state.held),
    error: report?.error ?? null,
    failingOutputs: report === null ? [] : Object.keys(failuresByOutput(report.outputs)),
  };
}
