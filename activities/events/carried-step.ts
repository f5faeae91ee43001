import { carryProgress, resumeProgress } from '../../domain/events/state/carried-progress';
import type { EventsOrder, EventsReached, SentEvents } from '../../domain/events/events-step';
import { NOTHING_WALKED } from '../../sources/threatquotient/walk-pages';
import type { StepProgress } from './walk-for-a-while';

/** What a step begins with: what a lost attempt has reached, else what the run has ordered. */
export function resumeStep(
  order: EventsOrder,
  details: unknown,
): { readonly step: StepProgress; readonly sent: EventsReached['outputs'] } {
  if (!isReached(details)) {
    const step = {
      progress: resumeProgress(order.progress),
      place: null,
      tally: NOTHING_WALKED,
      requests: 0,
      walks: 0,
      polledAt: null,
    };
    return { step, sent: {} };
  }
  const { received, duplicates, without_key: withoutKey, added, changed, sent, polled_at: polledAt } = details;
  const step: StepProgress = {
    progress: resumeProgress(details.progress),
    place: details.place,
    tally: { received, duplicates, withoutKey, added, changed, sent },
    requests: details.requests,
    walks: details.walks,
    polledAt: polledAt === null ? null : Math.round(polledAt * 1000),
  };
  return { step, sent: details.outputs };
}

/** The same as it travels in heartbeats and in the result. */
export function carryStep(
  { progress, place, tally, requests, walks, polledAt }: StepProgress,
  outputs: Readonly<Record<string, SentEvents>>,
): EventsReached {
  const { received, duplicates, withoutKey, added, changed, sent } = tally;
  return {
    progress: carryProgress(progress),
    place,
    requests,
    received,
    duplicates,
    without_key: withoutKey,
    added,
    changed,
    sent,
    walks,
    polled_at: polledAt === null ? null : polledAt / 1000,
    outputs,
  };
}

/** Heartbeats are this step's own. */
function isReached(details: unknown): details is EventsReached {
  return typeof details === 'object' && details !== null && 'progress' in details && 'walks' in details;
}
