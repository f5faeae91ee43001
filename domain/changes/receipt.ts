import type { ErrorReport } from '../../errors/error-report';

/** What became of one delivery. */
export type DeliveryResult = Confirmed | Refused;

/** A deploy job that a lookup has confirmed, as states and reports keep it. */
export interface JobRecord {
  readonly id: string;
  readonly rows: number;
  readonly bytes: number;
  readonly ms: number;
  /** When it was confirmed, ISO 8601 UTC. */
  readonly at: string;
}

/**
 * The same job as its receipt brings it: when it was is told by the pull's own clock, and that it was only assumed by
 * the doubt of the state.
 */
export interface ConfirmedJob extends Omit<JobRecord, 'at'> {
  /** Devo has not named it in answer to our request: it was found as the only new one, and may be somebody else's. */
  readonly assumed?: true | undefined;
}

/** The sink has confirmed. */
export interface Receipt {
  /** Rows or events sent. */
  readonly sent: number;
  readonly bytes: number;
  readonly ms: number;
  readonly requests: number;
  /** Columns delivered, in their order: the next delivery's `knownColumns`. */
  readonly columns: readonly string[];
  /** Whether the sink got everything. */
  readonly full: boolean;
  readonly job: ConfirmedJob | null;
  /** Whether a job of this delivery was only assumed to be ours: what the sink holds is then not certain. */
  readonly assumed?: true;
}

/** A receipt beside what failed. */
export interface Confirmed extends Receipt {
  readonly confirmed: true;
}

/** It failed for good. */
interface Refused {
  readonly confirmed: false;
  readonly requests: number;
  readonly error: ErrorReport;
}

/** What became of each delivery, by output. */
export type Receipts = Readonly<Record<string, DeliveryResult>>;

/**
 * What `sendToDevo` heartbeats: for each output what it confirmed, or what it needs to go on after a lost attempt.
 * A run whose step ends by timeout still learns from it what was confirmed.
 */
export type SendProgress = Readonly<Record<string, { readonly confirmed?: Confirmed; readonly saved?: unknown }>>;
