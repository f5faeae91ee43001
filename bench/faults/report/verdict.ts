/** What must hold for every history, whatever happened in it. */
export const INVARIANTS = [
  'conservation',
  'integrity',
  'no wipe',
  'one at a time',
  'liveness',
  'no secret',
  'events',
] as const;
export type Invariant = (typeof INVARIANTS)[number];

/** What was found out by one scenario or one history. */
export interface Verdict {
  /** The scenario's name, or `seed N`. */
  readonly name: string;
  /**
   * Rows of the list of promises that were tried: what was done for them had an effect, and its outcome was looked at.
   */
  readonly promises: readonly number[];
  /** Invariants that were looked at: a trial that gave up before has not held the others. */
  readonly judged: readonly Invariant[];
  readonly broken: readonly Breach[];
  readonly seconds: number;
  /** For people: what was done. */
  readonly log: readonly string[];
  /** The command that plays it again. */
  readonly again: string;
  /** Where workers' and engine's logs are. */
  readonly folder: string;
}

/** A promise that was not kept. */
export interface Breach {
  readonly promise: number;
  readonly invariant: Invariant | null;
  readonly words: string;
}
