import { CollectorError } from '../../errors/collector-error';
import { backoffMs } from '../attempt/backoff';

/** Not a moment less than this, whatever the peer says. */
const SHORTEST_MS = 100;

export interface Patience {
  /** `retry_for_seconds`, in milliseconds: it caps `Retry-After` as well. */
  readonly retryForMs: number;
  /** Milliseconds of a clock that nobody sets: time is measured by it. */
  readonly now: () => number;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told before each wait. */
  readonly onFailure: (error: CollectorError, waitMs: number) => void;
}

/**
 * Does something again for as long as its errors may pass and patience lasts. The time counts from the first failure: a
 * walk over many pages has patience for each of them.
 */
export async function tryAgain<Result>(
  patience: Patience,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  let until: number | null = null;
  for (let failures = 0; ; failures += 1) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof CollectorError) || !error.retryable) throw error;
      until ??= patience.now() + patience.retryForMs;
      const left = until - patience.now();
      if (left <= 0) throw error;
      const waitMs = Math.min(Math.max(error.retryAfterMs ?? backoffMs(failures), SHORTEST_MS), left);
      patience.onFailure(error, waitMs);
      await patience.sleep(waitMs, signal);
    }
  }
}
