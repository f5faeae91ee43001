import { fromIsoTime, isoTime } from '../event-time';
import type { EventsProgress, QuietWindow } from './events-progress';
import type { PackedSeen } from './nothing-seen';
import { packSeen, unpackSeen } from './packed-seen';
import { SeenEvents } from './seen-events';

/** Progress as it travels: in the state from run to run, and in heartbeats from attempt to attempt. */
export interface CarriedProgress {
  /** ISO 8601 UTC, whole seconds. */
  readonly cursor: string;
  readonly seen: PackedSeen;
  /** Absent in states that were written elsewhere. */
  readonly window?: QuietWindow | null;
}

/** By the name of an output, what it has confirmed beyond the progress of all. */
export type CarriedAhead = Readonly<Record<string, PackedSeen>>;

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
