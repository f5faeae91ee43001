/** Of any state that can be reset. */
interface Resettable {
  readonly reset_persistence_auth: string;
  /** The value last seen in the configuration; null before the first pull. */
  readonly configured_reset: string | null;
}

/**
 * Resets when the value in the configuration differs from the last one seen there. A value that was signalled is not
 * undone by a configuration that did not change.
 */
export function applyConfigured<State extends Resettable>(
  state: State,
  configured: string,
  reset: (state: State, value: string) => State,
): State {
  if (state.configured_reset === configured) return state;
  if (state.configured_reset === null) {
    // The first pull: nothing has been seen before, so there is nothing to compare with.
    return {
      ...state,
      configured_reset: configured,
      reset_persistence_auth: state.reset_persistence_auth || configured,
    };
  }
  return { ...reset(state, configured), configured_reset: configured };
}
