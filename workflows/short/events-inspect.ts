import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/create-activities';
import type { EventsPreview } from '../../domain/events/events-preview';
import type { EventsState } from '../../domain/events/state/events-state';
import type { ServiceRef } from '../../domain/pull-settings';
import { HEARTBEAT_LIMIT_MS, TIME_LIMITS } from '../../domain/time-limits';

/** What the next walk would send, and what ThreatQ counts of what was delivered. Touches neither state nor Devo. */
export function eventsInspect(service: ServiceRef, carried?: EventsState): Promise<EventsPreview> {
  const { inspectEvents } = proxyActivities<Activities>({
    startToCloseTimeout: TIME_LIMITS.checkService.start,
    heartbeatTimeout: HEARTBEAT_LIMIT_MS,
    retry: { maximumAttempts: 1 },
    summary: `${service.input}/${service.service}`,
  });
  return inspectEvents(service, carried ?? null);
}
