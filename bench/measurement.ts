/** A goal and what was measured against it: one line of the table. */
export interface Measured {
  readonly name: string;
  /** The floor or peer that the number is a ratio to; empty for an absolute goal. */
  readonly against: string;
  readonly goal: string;
  readonly measured: string;
  /** Null: not measured here, or told for information. */
  readonly ok: boolean | null;
}

/** What every measurement works with. */
export interface Bench {
  /** For everything that it writes; thrown away at the end. */
  readonly folder: string;
  /** Path of the Temporal CLI. */
  readonly cliPath: string;
  /** The long form: half an hour of idling. */
  readonly long: boolean;
  /** Peers must be there: one that cannot be had is a missed goal, not a left-out line. */
  readonly peer: boolean;
  /** Tells what happens, on a line of its own. */
  say(line: string): void;
}

/** Measures one thing; may yield several lines. */
export interface Measurement {
  /** What it is called on the command line. */
  readonly section: string;
  run(bench: Bench): Promise<readonly Measured[]>;
}
