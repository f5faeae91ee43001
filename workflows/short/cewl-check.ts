import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/create-activities';
import type { CheckedStep, CheckOptions } from '../../domain/checked-step';
import type { ServiceRef } from '../../domain/pull-settings';
import { HEARTBEAT_LIMIT_MS, TIME_LIMITS } from '../../domain/time-limits';

/**
 * Tries each step of a pull, short of sending. Once: a person or a probe waits for the answer.
 *
 * @param options what else is tried; absent from a client that knows of none
 */
export function cewlCheck(service: ServiceRef, options?: CheckOptions): Promise<CheckedStep[]> {
  const { checkService } = proxyActivities<Activities>({
    startToCloseTimeout: TIME_LIMITS.checkService.start,
    heartbeatTimeout: HEARTBEAT_LIMIT_MS,
    retry: { maximumAttempts: 1 },
    summary: `${service.input}/${service.service}`,
  });
  return options === undefined ? checkService(service) : checkService(service, options);
}
