import { CancellationScope, CancelledFailure, condition } from '@temporalio/workflow';
import { EMPTY_EVENTS_STATE, type EventsState } from '../domain/events/state/events-state';
import type { EventsReceipt } from '../domain/events/events-step';
import type { EventsSettings } from '../domain/events/events-settings';
import type { PullReport } from '../domain/report/pull-report';
import type { PullResult } from '../domain/state/pull-state';
import type { PinnedService, ServiceRef } from '../domain/pull-settings';
import { EVENTS_WINDOW_MS, SHORTEST_RUN_PERIOD_MS } from '../domain/time-limits';
import { receiptOfLostStep } from './events-failure';
import { applyEventsMessage } from './events-messages';
import { EventsRun } from './events-run';
import { insistOnService } from './insist-on-service';
import { listenForMessages, type Messages } from './messages';
import { eventsStep } from './steps';

/**
 * One run walks over the events that are due: once, or under a minute every period within a window of some minutes, so
 * that a quiet day costs the engine little. What it returns is what the next run of the cron begins with.
 */
export async function eventsPull(
  service: ServiceRef,
  seed?: EventsState,
): Promise<PullResult<PullReport, EventsState>> {
  // first line: signals that waited are delivered here
  const messages = listenForMessages<EventsState>(EMPTY_EVENTS_STATE, applyEventsMessage);
  const run = new EventsRun(messages);
  try {
    const known = insistOnService(service);
    run.restore(seed);
    await pull(known, run, messages);
  } catch (error) {
    run.fail(error);
  }
  return run.finish();
}

async function pull(service: ServiceRef, run: EventsRun, messages: Messages<EventsState>): Promise<void> {
  const settings = await eventsStep('setup', `${service.input}/${service.service}`)(service, run.state.cursor !== null);
  run.setUp(settings);
  const pinned: PinnedService = { ...service, config: settings.config };

  if (hasWindow(settings) && messages.asked() === 0) {
    run.reached(await walk(pinned, run, messages, Date.now() + EVENTS_WINDOW_MS));
    insistOnGoingOn();
    if (messages.asked() === 0) return;
    run.beginAnew(settings); // somebody waits for a walk that began after the question
  }
  messages.closeDoor();
  run.reached(await walk(pinned, run, messages, null));
  insistOnGoingOn();
}

/** What a cancelled chain has confirmed is known by now. */
function insistOnGoingOn(): void {
  if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('the chain was cancelled');
}

function hasWindow({ period_seconds: seconds }: EventsSettings): boolean {
  return seconds !== null && seconds * 1000 < SHORTEST_RUN_PERIOD_MS;
}

/**
 * The step, called off when a reset comes, or in a window when somebody asks for a pull. It then answers with what it
 * has confirmed, as it does when it fails.
 */
async function walk(
  pinned: PinnedService,
  run: EventsRun,
  messages: Messages<EventsState>,
  until: number | null,
): Promise<EventsReceipt> {
  const order = run.order(until);
  const called = (): boolean => messages.hasSignals() || (until !== null && messages.asked() > 0);
  const scope = new CancellationScope();
  const watching = new CancellationScope();
  const watch = watching
    .run(async () => {
      await condition(called);
      scope.cancel();
    })
    .catch(() => undefined);
  try {
    const summary = until === null ? `from ${order.progress.cursor}` : `from ${order.progress.cursor}, for a window`;
    return await scope.run(() => eventsStep('pullEvents', summary)(pinned, order));
  } catch (error) {
    return receiptOfLostStep(error, order, scope.consideredCancelled);
  } finally {
    watching.cancel();
    await watch;
  }
}
