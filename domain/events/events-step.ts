import type { ErrorReport } from '../../errors/error-report';
import type { CarriedAhead, CarriedProgress } from './state/carried-progress';
import type { WalkPlace } from './walk/walk';

/** What a run asks of `pullEvents`. */
export interface EventsOrder {
  readonly progress: CarriedProgress;
  /** Nothing before it is due; ISO 8601 UTC. */
  readonly not_before: string;
  /** Walks begin every period until then, epoch milliseconds; null for one walk. */
  readonly until: number | null;
  /** Of the state; for the log, where users of Devo's collector look for it. */
  readonly reset_persistence_auth: string;
  /** Start of the last walk that came to its end, epoch seconds. */
  readonly last_polled_time: number | null;
  /** See `EventsState`. */
  readonly ahead?: CarriedAhead;
}

/** What one output has confirmed in a step. */
export interface SentEvents {
  readonly sent: number;
  readonly bytes: number;
  readonly ms: number;
  /** Absent when there are none. */
  readonly refused?: RefusedEvents;
}

/** Events that an output does not take, however often it is given them. They are not in the sink. */
export interface RefusedEvents {
  readonly count: number;
  /** Some of them. */
  readonly ids: readonly string[];
  readonly error: ErrorReport;
}

/** How far a step has come: its heartbeat, and its result. No event body is in it. */
export interface EventsReached {
  readonly progress: CarriedProgress;
  /** Where the walk under way is, or null between two walks. */
  readonly place: WalkPlace | null;
  readonly requests: number;
  readonly received: number;
  readonly duplicates: number;
  readonly without_key: number;
  readonly added: number;
  readonly changed: number;
  /** Events that every output has. */
  readonly sent: number;
  readonly walks: number;
  /** Start of the last walk that came to its end, epoch seconds; null before the first. */
  readonly polled_at: number | null;
  readonly outputs: Readonly<Record<string, SentEvents>>;
  /** See `EventsState`; absent when no output is ahead. */
  readonly ahead?: CarriedAhead;
}

export interface EventsReceipt {
  readonly reached: EventsReached;
  /** Why it ended, if not in order; which output failed, when it was one. */
  readonly error: ErrorReport | null;
  readonly failed_output: string | null;
  /** What failed at each output; absent when it was none of them. */
  readonly failed_outputs?: Readonly<Record<string, ErrorReport>>;
}
