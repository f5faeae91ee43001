import { ActivityCancellationType, proxyActivities, type ActivityOptions } from '@temporalio/workflow';
import type { EventsActivities } from '../activities/events/interface';
import type { CewlActivities } from '../activities/interface';
import { insistOnReadable } from '../domain/insist-on-readable';
import { HEARTBEAT_LIMIT_MS, TIME_LIMITS, WALK_HEARTBEAT_LIMIT_MS, type StepLimits } from '../domain/time-limits';

type AnyStep = (...args: unknown[]) => Promise<unknown>;

/** Which attempt may follow, and how soon; how long it goes on is the step's own limit. */
const RETRY = { initialInterval: 1_000, backoffCoefficient: 2, maximumInterval: 15_000 };

/**
 * One step of a pull, bounded in every way, with the line that the Web UI shows beside it.
 *
 * @example `await step('setup', 'ctci/cewl')(service)`
 */
export function step<Name extends keyof CewlActivities>(
  name: Name,
  summary: string,
  limits: StepLimits = TIME_LIMITS[name],
): CewlActivities[Name] {
  return boundedStep(name, summary, limits) as CewlActivities[Name]; // the step of this name, and nothing else
}

/** The same for a step of a pull of events. */
export function eventsStep<Name extends 'setup' | 'pullEvents'>(name: Name, summary: string): EventsActivities[Name] {
  const heartbeatMs = name === 'pullEvents' ? WALK_HEARTBEAT_LIMIT_MS : HEARTBEAT_LIMIT_MS;
  return boundedStep(name, summary, TIME_LIMITS[name], heartbeatMs) as EventsActivities[Name]; // as above
}

function boundedStep(name: string, summary: string, limits: StepLimits, heartbeatMs = HEARTBEAT_LIMIT_MS): AnyStep {
  const options: ActivityOptions = {
    startToCloseTimeout: limits.start,
    scheduleToCloseTimeout: limits.whole,
    heartbeatTimeout: heartbeatMs,
    retry: RETRY,
    // A step that is called off is waited for: it says what it has reached.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    summary,
  };
  const run = proxyActivities<Record<string, AnyStep>>(options)[name] as AnyStep;
  return async (...args) => {
    const result = await run(...args);
    insistOnReadable(result, `the result of ${name}`);
    return result;
  };
}
