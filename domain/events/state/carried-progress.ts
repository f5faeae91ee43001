import type { QuietWindow } from './events-progress';
import type { PackedSeen } from './nothing-seen';

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
