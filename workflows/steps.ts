import { ActivityCancellationType, proxyActivities, type ActivityOptions } from '@temporalio/workflow';
import type { CewlActivities } from '../activities/interface';
import { insistOnReadable } from '../domain/insist-on-readable';
import { HEARTBEAT_LIMIT_MS, TIME_LIMITS, type StepLimits } from '../domain/time-limits';

type AnyStep = (...args: unknown[]) => Promise<unknown>;

/** Which attempt may follow, and how soon; how long it goes on is the step's own limit. */
const RETRY = { initialInterval: 1_000, backoffCoefficient: 2, maximumInterval: 15_000 };

/**
 * One step of a pull, bounded in every way, with the line that the Web UI shows beside it.
 *
 * @example `await step('setup', 'ctci/cewl')(service)`
 */
export function step<Name extends keyof CewlActivities>(name: Name, summary: string, limits: StepLimits = TIME_LIMITS[name]): CewlActivities[Name] {
  const options: ActivityOptions = {
    startToCloseTimeout: limits.start,
    scheduleToCloseTimeout: limits.whole,
    heartbeatTimeout: HEARTBEAT_LIMIT_MS,
    retry: RETRY,
    // A step that is called off is waited for: it says what it has reached.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    summary,
  };
  const run = proxyActivities<Record<Name, AnyStep>>(options)[name] as AnyStep;
  const readable: AnyStep = async (...args) => {
    const result = await run(...args);
    insistOnReadable(result, `the result of ${name}`);
    return result;
  };
  return readable as CewlActivities[Name]; // the step of this name, and nothing else
}
