import type { EventsState } from '../events/state/events-state';
import type { PullState } from './pull-state';

/** What a run of either kind hands to the next. */
export type AnyState = PullState | EventsState;

export function isEventsState(state: AnyState): state is EventsState {
  return 'kind' in state;
}

/** The state of a list; null when there is none, or when it is one of events. */
export function listStateOf(state: AnyState | null): PullState | null {
  return state === null || isEventsState(state) ? null : state;
}
