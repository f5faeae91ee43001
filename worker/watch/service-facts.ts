import { failureFacts, pullFacts, type PullFacts } from '../../domain/report/pull-facts';
import { readFailure } from '../../engine/histories/failure-in-report';
import type { RunStart } from '../../engine/histories/run-events';
import { errorInWords } from '../../errors/error-report';
import type { ChainFacts } from './chain-facts';

/** A configured service, as far as its chain is to be found. */
export interface WatchedService {
  readonly input: string;
  readonly service: string;
  readonly workflowId: string;
}

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
  const facts = pullFacts(carried?.state ?? seed, report);
  if (lost !== null) return { ...facts, error: lost.report() };
  if (lastFailure === null) return facts;
  const failed = readFailure(lastFailure);
  return { ...facts, ...failureFacts(failed.report), error: failed.error };
}
