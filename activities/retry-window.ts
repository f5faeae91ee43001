import { activityInfo } from '@temporalio/activity';
import type { CollectorError } from '../errors/collector-error';
import { backoffMs } from './attempt/backoff';

/** The time within which another attempt of a step may follow the one that is running. */
export class RetryWindow {
  /** When this attempt began, in milliseconds of a clock that nobody sets. */
  private readonly begunAt = performance.now();

  /** @param seconds for how long after its first attempt a step is tried again */
  constructor(private readonly seconds: number) {}

  /**
   * How long to wait before the next attempt, in milliseconds, or null when there shall be none: the error is final, or
   * the wait would end after the window that `retry_for_seconds` opens with the first attempt. It caps `Retry-After`
   * too. A first attempt that itself took longer than the window gets one more.
   */
  delayAfter(error: CollectorError): number | null {
    if (!error.retryable || this.seconds === 0) return null;
    const { attempt } = activityInfo();
    const left = this.seconds * 1000 - this.sinceFirstAttempt();
    const backoff = backoffMs(attempt - 1);
    if (left <= 0) return attempt === 1 ? backoff : null;
    return Math.min(error.retryAfterMs ?? backoff, left);
  }

  /** What is behind is told by Temporal's times alone, for this machine's clock may be another, or be set. */
  private sinceFirstAttempt(): number {
    const { scheduledTimestampMs, currentAttemptScheduledTimestampMs } = activityInfo();
    return currentAttemptScheduledTimestampMs - scheduledTimestampMs + performance.now() - this.begunAt;
  }
}
