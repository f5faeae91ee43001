import type FormData from 'form-data';
import type { CollectorError } from '../../config/errors/collector-error';

export interface LookupsRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path below the base address, percent-encoded. */
  readonly path: string;
  /** Makes the body of a deploy; `touch` tells the clock that the peer still reads. */
  body?(touch: () => void): FormData;
}

/** An answer as it came, whatever its status. */
export interface LookupsAnswer {
  readonly kind: 'answer';
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | undefined;
  readonly location: string | undefined;
  readonly cid: string | undefined;
}

/**
 * What became of a request: an answer; `unsent`, when no connection came about and so nothing can have begun; or
 * `lost`, when nobody knows whether Devo took it.
 */
export type RequestOutcome = LookupsAnswer | { readonly kind: 'unsent' | 'lost'; readonly error: CollectorError };
