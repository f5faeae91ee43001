import type { ErrorReport } from '../errors/error-report';

/** One step of `check`: done as a pull would do it, short of sending. */
export interface CheckedStep {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  /** What was found, in words. */
  readonly words: string;
  readonly error: ErrorReport | null;
}

/** What `check` may do beyond looking. */
export interface CheckOptions {
  /** Webhooks get a message, by which people see that it arrives. */
  readonly webhook?: boolean;
}

/** What of a service is tried. */
export interface Tried {
  readonly source: boolean;
  readonly outputs: boolean;
}
