import { CancellationScope, CancelledFailure, condition } from '@temporalio/workflow';
import type { EventsSettings } from '../../domain/events/events-settings';
import type { EventsReceipt } from '../../domain/events/events-step';
import type { PinnedService, ServiceRef } from '../../domain/pull-settings';
import { EVENTS_WINDOW_MS, SHORTEST_RUN_PERIOD_MS } from '../../domain/time-limits';
import { receiptOfLostStep } from './events-failure';
import type { EventsRun } from './events-run';
import { pullEvents, setUpEvents } from '../steps';

/**
 * The pull of events: one walk over what is due, or under a minute a walk every period within a window of some minutes,
 * so that a quiet day costs the engine little.
 */
export async function walkEvents(service: ServiceRef, run: EventsRun): Promise<void> {
  run.begin(service);
  const settings = await setUpEvents(service, run.state.cursor !== null);
  run.setUp(settings);
  const pinned: PinnedService = { ...service, config: settings.config };

  if (hasWindow(settings) && !run.isAskedFor()) {
    run.reached(await walk(pinned, run, Date.now() + EVENTS_WINDOW_MS));
    insistOnGoingOn();
    if (!run.isAskedFor()) return;
    run.beginAnew(settings); // somebody waits for a walk that began after the question
  }
  run.closeDoor();
  run.reached(await walk(pinned, run, null));
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
async function walk(pinned: PinnedService, run: EventsRun, until: number | null): Promise<EventsReceipt> {
  const order = run.order(until);
  const called = (): boolean => run.hasSignals() || (until !== null && run.isAskedFor());
  const scope = new CancellationScope();
  const watching = new CancellationScope();
  const watch = watching
    .run(async () => {
      await condition(called);
      scope.cancel();
    })
    .catch(() => undefined);
  try {
    return await scope.run(() => pullEvents(pinned, order));
  } catch (error) {
    return receiptOfLostStep(error, order, scope.consideredCancelled);
  } finally {
    watching.cancel();
    await watch;
  }
}
