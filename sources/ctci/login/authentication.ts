import type { RequestTally } from '../../../http/http-message';

/** What goes with a request so that the API knows the caller. */
export interface Pass {
  readonly headers: Readonly<Record<string, string>>;
  /** Epoch milliseconds, or null when it does not say. */
  readonly expiresAt: number | null;
}

/** One way of authentication. */
export interface Authentication {
  /** A pass that is usable now. Makes requests only when there is none. */
  pass(tally: RequestTally, signal: AbortSignal): Promise<Pass>;
  /** The API refused this pass. Says whether another one may be had. */
  refused(pass: Pass): boolean;
  /** Everything that no text may show. */
  secrets(): readonly string[];
}
