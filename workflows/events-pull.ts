import { EMPTY_EVENTS_STATE, type EventsState } from '../domain/events/state/events-state';
import type { ServiceRef } from '../domain/pull-settings';
import type { PullReport } from '../domain/report/pull-report';
import type { PullResult } from '../domain/state/pull-state';
import { applyEventsMessage } from './events/events-messages';
import { EventsRun } from './events/events-run';
import { listenForMessages } from './messages';

/**
 * One run walks over the events that are due: see `walkEvents`. What it returns is what the next run of the cron begins
 * with.
 */
export function eventsPull(service: ServiceRef, seed?: EventsState): Promise<PullResult<PullReport, EventsState>> {
  // first line: signals that waited are delivered here
  const messages = listenForMessages(EMPTY_EVENTS_STATE, applyEventsMessage);
  return new EventsRun(messages).run(service, seed);
}
