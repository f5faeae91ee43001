import { applyConfigured } from '../../state/configured-reset';
import type { EventsState } from './events-state';
import { NOTHING_SEEN } from './nothing-seen';

/** Another value than now: everything since the historical date is delivered again. The same: nothing. */
export function applyEventsReset(state: EventsState, value: string): EventsState {
  if (value === state.reset_persistence_auth) return state;
  const { ahead: _ahead, ...kept } = state;
  return {
    ...kept,
    last_polled_time: null,
    reset_persistence_auth: value,
    cursor: null,
    not_before: null,
    seen: NOTHING_SEEN,
    window: null,
  };
}

/** The same for the value in the configuration; see `applyConfigured`. */
export function applyConfiguredEventsReset(state: EventsState, configured: string): EventsState {
  return applyConfigured(state, configured, applyEventsReset);
}
