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

/**
 * The same when the value in the configuration differs from the last one seen there. A value that was signalled is not
 * undone by a configuration that did not change.
 */
export function applyConfiguredEventsReset(state: EventsState, configured: string): EventsState {
  if (state.configured_reset === configured) return state;
  if (state.configured_reset === null) {
    // The first pull: nothing has been seen before, so there is nothing to compare with.
    return {
      ...state,
      configured_reset: configured,
      reset_persistence_auth: state.reset_persistence_auth || configured,
    };
  }
  return { ...applyEventsReset(state, configured), configured_reset: configured };
}
