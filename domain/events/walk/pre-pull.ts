import { isoTime } from '../event-time';
import type { EventsState } from '../state/events-state';

/** How far back the first walk goes when no date is configured: a day, which no server has to be spared. */
export const DEFAULT_HISTORY_SECONDS = 86_400;

/**
 * Sets the place to begin from, at first and after a reset. Afterwards it changes nothing: another historical date acts
 * only with a reset, as with Devo's collector.
 *
 * @param historical epoch seconds of `historical_poll_datetime`, or null
 * @param now epoch seconds
 */
export function prePull(state: EventsState, historical: number | null, now: number): EventsState {
  if (state.cursor !== null) return state;
  const beginning = isoTime(historical ?? now - DEFAULT_HISTORY_SECONDS);
  return { ...state, cursor: beginning, not_before: beginning };
}
