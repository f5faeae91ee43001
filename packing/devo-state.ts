import { isoTime } from '../domain/events/event-time';
import { EMPTY_EVENTS_STATE, type EventsState } from '../domain/events/state/events-state';
import { packSeen, unpackSeen } from './seen';
import { ANY_FINGERPRINT } from '../domain/events/state/seen-events';

/** The state file of Devo's own collector. */
export interface DevoState {
  /** When its last pull began, by its own clock; epoch seconds with a fraction. */
  readonly last_polled_time: number;
  readonly reset_persistence_auth: string;
  /** What it has sent last. It remembers ids alone, whatever version it was. */
  readonly all_events_ids: readonly (number | string)[];
}

/** Its query comes this long after the time that it remembers, by its own log half a second. */
const QUERY_AFTER_SECONDS = 1;

export function isDevoState(value: unknown): value is DevoState {
  if (typeof value !== 'object' || value === null) return false;
  const {
    last_polled_time: time,
    reset_persistence_auth: reset,
    all_events_ids: ids,
  } = Object.fromEntries(Object.entries(value));
  return (
    typeof time === 'number' &&
    Number.isFinite(time) &&
    time >= 0 &&
    typeof reset === 'string' &&
    Array.isArray(ids) &&
    ids.every((id) => Number.isSafeInteger(id))
  );
}

/**
 * Goes on where Devo's collector has stopped: nothing from before its last pull is due, nor what it has sent in it. The
 * second in which that pull began is read again, for it may not have seen all of it.
 */
export function importDevoState(devo: DevoState): EventsState {
  const stoppedAt = isoTime(devo.last_polled_time);
  const until = Math.floor(devo.last_polled_time) + QUERY_AFTER_SECONDS;
  return {
    ...EMPTY_EVENTS_STATE,
    last_polled_time: devo.last_polled_time,
    reset_persistence_auth: devo.reset_persistence_auth,
    configured_reset: devo.reset_persistence_auth,
    cursor: stoppedAt,
    not_before: stoppedAt,
    seen: packSeen(devo.all_events_ids.map((id) => ({ id: String(id), at: until, fingerprint: ANY_FINGERPRINT }))),
  };
}

/** The same shape out of ours, for those who compare. */
export function exportDevoState(state: EventsState): DevoState {
  const ids = unpackSeen(state.seen).map(({ id }) => Number(id));
  return {
    last_polled_time: state.last_polled_time ?? 0,
    reset_persistence_auth: state.reset_persistence_auth,
    all_events_ids: [...new Set(ids)].filter((id) => Number.isSafeInteger(id)),
  };
}
