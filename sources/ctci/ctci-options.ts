import type { HttpWay } from '../../http/http-way';

/** How the API knows the caller: a token of the portal (the usual way), or a user's login. */
export type CtciCredentials =
  | { readonly kind: 'token'; readonly apiToken: string }
  | { readonly kind: 'login'; readonly username: string; readonly password: string };

export interface CtciOptions extends HttpWay {
  /** Scheme, host and optional port, such as `https://api.ctci.ai`. */
  readonly apiBaseUrl: string;
  /** Path of the list, such as `/api/v1/cewl`. */
  readonly endpoint: string;
  readonly credentials: CtciCredentials;
  /** Whether `processed`, `notified`, `notified_date` and `updated` are part of the list. */
  readonly deliverVolatile: boolean;
  readonly connectTimeoutMs?: number;
  /** For one request from its start to the last byte of the body; a login has less. */
  readonly totalTimeoutMs?: number;
  /** For the body, both as it is received and as it is unpacked. */
  readonly bodyLimitBytes?: number;
  /** Path of the input in the configuration, such as `inputs.ctci`: errors name settings by it. */
  readonly settingsPath: string;
}

/** A list of 100,000 rows, far more than is known of CEWL, has about this size. */
export const BODY_LIMIT_BYTES = 100 * 1024 * 1024;

/**
 * The same where lists of any size have a place: 500,000 rows. Rows are read as they arrive, so it bounds time, not
 * memory.
 */
export const LARGE_BODY_LIMIT_BYTES = 512 * 1024 * 1024;
