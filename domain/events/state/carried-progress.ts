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

export function carryProgress({ cursor, seen, window }: EventsProgress): CarriedProgress {
  return { cursor: isoTime(cursor), seen: packSeen(seen), window };
}

/** Reverses `carryProgress`. Throws an Error when it is none. */
export function resumeProgress({ cursor, seen, window }: CarriedProgress): EventsProgress {
  return { cursor: fromIsoTime(cursor), seen: new SeenEvents(unpackSeen(seen)), window: window ?? null };
}
