import type { ErrorReport } from '../../errors/error-report';

/** What became of one delivery. */
export type DeliveryResult = Confirmed | Refused;

/** The sink has confirmed. */
export interface Confirmed {
  readonly confirmed: true;
  readonly sent: number;
  readonly bytes: number;
  readonly ms: number;
  readonly requests: number;
  readonly columns: readonly string[];
  readonly full: boolean;
  readonly job: { readonly id: string; readonly rows: number; readonly bytes: number; readonly ms: number } | null;
  /** A job of it was found after a lost answer, and may be somebody else's. */
  readonly assumed?: true;
}

/** It failed for good. */
export interface Refused {
  readonly confirmed: false;
  readonly requests: number;
  readonly error: ErrorReport;
}

/** What became of each delivery, by output. */
export type SendReceipt = Readonly<Record<string, DeliveryResult>>;

/**
 * What `sendToDevo` heartbeats: for each output what it confirmed, or what it needs to go on after a lost attempt.
 * A run whose step ends by timeout still learns from it what was confirmed.
 */
export type SendProgress = Readonly<Record<string, { readonly confirmed?: Confirmed; readonly saved?: unknown }>>;
