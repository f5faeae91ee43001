import { ApplicationFailure, CancelledFailure, TimeoutFailure } from '@temporalio/workflow';
import type { EventsOrder, EventsReached, EventsReceipt } from '../../domain/events/events-step';
import { reportOfFailure } from '../failure-report';

/**
 * What is known of a step that did not answer: what its attempts have confirmed is confirmed whatever ended it.
 *
 * @param isCalledOff whether the run itself has called it off, which is no error
 */
export function receiptOfLostStep(error: unknown, order: EventsOrder, isCalledOff: boolean): EventsReceipt {
  const report = isCalledOff ? null : reportOfFailure(error);
  return { reached: reachedBefore(error) ?? nothingReached(order), error: report, failed_output: null };
}

/** A failure carries it beside its report, a cancellation as its only detail, and a time-out has the last heartbeat. */
function reachedBefore(error: unknown): EventsReached | null {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const details: unknown =
      cause instanceof TimeoutFailure
        ? cause.lastHeartbeatDetails
        : cause instanceof ApplicationFailure
          ? cause.details?.[1]
          : cause instanceof CancelledFailure
            ? cause.details[0]
            : undefined;
    if (isReached(details)) return details;
  }
  return null;
}

/** These details are our own: `pullEvents` wrote them. */
function isReached(details: unknown): details is EventsReached {
  return typeof details === 'object' && details !== null && 'progress' in details && 'walks' in details;
}

function nothingReached({ progress, ahead }: EventsOrder): EventsReached {
  const none = { requests: 0, received: 0, duplicates: 0, without_key: 0, added: 0, changed: 0, sent: 0, walks: 0 };
  return { progress, place: null, ...none, polled_at: null, outputs: {}, ...(ahead && { ahead }) };
}
