import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../../activities/create-activities';
import type { ServiceRef } from '../../../domain/pull-settings';
import type { PullState } from '../../../domain/state/pull-state';
import { cewlPull as pullOfBefore } from '../../../workflows/cewl-pull';

export { cewlCheck } from '../../../workflows/short/cewl-check';
export { cewlInspect } from '../../../workflows/short/cewl-inspect';

/** The next version of a pull, by somebody who forgot `patched()`: it takes another step first. */
export async function cewlPull(service: ServiceRef, seed?: PullState): ReturnType<typeof pullOfBefore> {
  const { checkService } = proxyActivities<Activities>({ startToCloseTimeout: '1 minute' });
  await checkService(service);
  return pullOfBefore(service, seed);
}
