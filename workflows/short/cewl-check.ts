import { proxyActivities } from '@temporalio/workflow';
import type { CheckActivities } from '../../activities/interface';
import type { CheckedStep } from '../../domain/checked-step';
import type { ServiceRef } from '../../domain/pull-settings';
import { HEARTBEAT_LIMIT_MS, TIME_LIMITS } from '../../domain/time-limits';

/** Tries each step of a pull, short of sending. Once: a person or a probe waits for the answer. */
export function cewlCheck(service: ServiceRef): Promise<CheckedStep[]> {
  const { checkService } = proxyActivities<CheckActivities>({
    startToCloseTimeout: TIME_LIMITS.checkService.start,
    heartbeatTimeout: HEARTBEAT_LIMIT_MS,
    retry: { maximumAttempts: 1 },
    summary: `${service.input}/${service.service}`,
  });
  return checkService(service);
}
