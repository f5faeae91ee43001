import { importDevoState, isDevoState } from './devo-state';
import type { EventsState } from '../domain/events/state/events-state';
import { restoreEventsState } from '../domain/events/state/restore-events-state';

/**
 * A state that somebody brings: the state file of Devo's collector is taken over, ours is restored. Throws
 * CollectorError.
 */
export function importedEventsState(given: unknown): EventsState {
  return isDevoState(given) ? importDevoState(given) : restoreEventsState(given);
}
