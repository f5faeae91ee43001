import type { PullReport } from '../domain/report/pull-report';
import type { ServiceRef } from '../domain/pull-settings';
import type { PullResult, PullState } from '../domain/state/pull-state';
import { runListPull } from './list-run';

/** The pull of CISA's catalogue: what is particular to a list is said by its source, so it is the pull of any list. */
export function kevPull(service: ServiceRef, seed?: PullState): Promise<PullResult<PullReport>> {
  return runListPull(service, seed);
}
