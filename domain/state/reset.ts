import { applyConfigured } from './configured-reset';
import type { OutputState, PullState } from './pull-state';

/**
 * Applies a value of `reset_persistence_auth`. Another value than now: everything is delivered again. The same:
 * nothing.
 *
 * The list's ledger stays as the shrink guard's baseline until the next confirmed delivery, and so does that of an
 * output that lags behind: events must still tell what is gone. A held list stays held.
 */
export function applyReset(state: PullState, value: string): PullState {
  if (value === state.reset_persistence_auth) return state;
  const outputs: Record<string, OutputState> = {};
  for (const [name, output] of Object.entries(state.outputs)) {
    outputs[name] = { ...output, digest: null, columns: [], last_full_at: null, in_doubt: null };
  }
  return { ...state, reset_persistence_auth: value, deliver_all: true, list: { ...state.list, digest: null }, outputs };
}

/** The same for the value in the configuration; see `applyConfigured`. */
export function applyConfiguredReset(state: PullState, configured: string): PullState {
  return applyConfigured(state, configured, applyReset);
}
