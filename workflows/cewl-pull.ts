import type { ServiceRef } from '../domain/pull-settings';
import type { PullReport } from '../domain/report/pull-report';
import type { PullResult, PullState } from '../domain/state/pull-state';
import { runListPull } from './list-run';

/**
 * One run is one pull of CTCI's list. How it goes tells `pullList` in `list-pull.ts`; `runListPull` keeps its state and
 * hears its signals. The references of this function lead to `CRON_WORKFLOWS`, from which `startChain` starts it.
 */
export function cewlPull(service: ServiceRef, seed?: PullState): Promise<PullResult<PullReport>> {
  return runListPull(service, seed);
}
