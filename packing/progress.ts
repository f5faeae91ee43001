import { fromIsoTime, isoTime } from '../domain/events/event-time';
import type { CarriedAhead, CarriedProgress } from '../domain/events/state/carried-progress';
import type { EventsProgress } from '../domain/events/state/events-progress';
import { SeenEvents } from '../domain/events/state/seen-events';
import { packSeen, unpackSeen } from './seen';

export function carryProgress({ cursor, seen, window }: EventsProgress): CarriedProgress {
  return { cursor: isoTime(cursor), seen: packSeen(seen), window };
}

/** Reverses `carryProgress`. Throws an Error when it is none. */
export function resumeProgress({ cursor, seen, window }: CarriedProgress): EventsProgress {
  return { cursor: fromIsoTime(cursor), seen: new SeenEvents(unpackSeen(seen)), window: window ?? null };
}

/** Undefined when no output is ahead. */
export function carryAhead(ahead: ReadonlyMap<string, SeenEvents>): CarriedAhead | undefined {
  if (ahead.size === 0) return undefined;
  return Object.fromEntries([...ahead].map(([output, seen]) => [output, packSeen(seen)]));
}

/** Reverses `carryAhead`. */
export function resumeAhead(ahead: CarriedAhead | undefined): ReadonlyMap<string, SeenEvents> {
  return new Map(Object.entries(ahead ?? {}).map(([output, packed]) => [output, new SeenEvents(unpackSeen(packed))]));
}
