import { carryAhead, carryProgress, resumeAhead, resumeProgress } from '../../packing/progress';
import type { EventsOrder, EventsReached } from '../../domain/events/events-step';
import { NOTHING_WALKED } from '../../sources/threatquotient/walk-pages';
import type { Ahead, Outputs } from './send-to-outputs';
import type { StepProgress } from './walk-for-a-while';

/** What a step begins with: what a lost attempt has reached, else what the run has ordered. */
export function resumeStep(
  order: EventsOrder,
  details: unknown,
): { readonly step: StepProgress; readonly sent: EventsReached['outputs']; readonly ahead: Ahead } {
  if (!isReached(details)) {
    const step = {
      progress: resumeProgress(order.progress),
      place: null,
      tally: NOTHING_WALKED,
      requests: 0,
      walks: 0,
      polledAt: null,
    };
    return { step, sent: {}, ahead: resumeAhead(order.ahead) };
  }
  const { received, duplicates, without_key: withoutKey, added, changed, sent, polled_at: polledAt } = details;
  const step: StepProgress = {
    progress: resumeProgress(details.progress),
    place: details.place,
    tally: { received, duplicates, withoutKey, added, changed, sent, refused: 0 },
    requests: details.requests,
    walks: details.walks,
    polledAt: polledAt === null ? null : Math.round(polledAt * 1000),
  };
  return { step, sent: details.outputs, ahead: resumeAhead(details.ahead) };
}

/** The same as it travels in heartbeats and in the result. */
export function carryStep(
  { progress, place, tally, requests, walks, polledAt }: StepProgress,
  outputs: Pick<Outputs, 'sent' | 'ahead'>,
): EventsReached {
  const ahead = carryAhead(outputs.ahead());
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
    outputs: outputs.sent(),
    ...(ahead && { ahead }),
  };
}

/** Heartbeats are this step's own. */
function isReached(details: unknown): details is EventsReached {
  return typeof details === 'object' && details !== null && 'progress' in details && 'walks' in details;
}
