import { fromIsoTime, isoTime } from '../domain/events/event-time';
import type { CarriedAhead, CarriedProgress } from '../domain/events/state/carried-progress';
import type { EventsProgress } from '../domain/events/state/events-progress';
import type { PackedSeen } from '../domain/events/state/nothing-seen';
import { SeenEvents } from '../domain/events/state/seen-events';
import { packSeen, unpackSeen } from './seen';

/** Every heartbeat carries it, and on a quiet day nothing is added for hours. */
const packed = new WeakMap<SeenEvents, { readonly revision: number; readonly seen: PackedSeen }>();

function packedOnce(seen: SeenEvents): PackedSeen {
  const { revision } = seen;
  const before = packed.get(seen);
  if (before?.revision === revision) return before.seen;
  const now = packSeen(seen);
  packed.set(seen, { revision, seen: now });
  return now;
}

export function carryProgress({ cursor, seen, window }: EventsProgress): CarriedProgress {
  return { cursor: isoTime(cursor), seen: packedOnce(seen), window };
}

/** Reverses `carryProgress`. Throws an Error when it is none. */
export function resumeProgress({ cursor, seen, window }: CarriedProgress): EventsProgress {
  return { cursor: fromIsoTime(cursor), seen: new SeenEvents(unpackSeen(seen)), window: window ?? null };
}

/** Undefined when no output is ahead. */
export function carryAhead(ahead: ReadonlyMap<string, SeenEvents>): CarriedAhead | undefined {
  if (ahead.size === 0) return undefined;
  return Object.fromEntries([...ahead].map(([output, seen]) => [output, packedOnce(seen)]));
}

/** Reverses `carryAhead`. */
export function resumeAhead(ahead: CarriedAhead | undefined): ReadonlyMap<string, SeenEvents> {
  return new Map(Object.entries(ahead ?? {}).map(([output, packed]) => [output, new SeenEvents(unpackSeen(packed))]));
}
