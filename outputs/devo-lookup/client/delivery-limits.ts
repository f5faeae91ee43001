import { JOB_LIMIT_MS, REQUEST_LIMITS } from '../../../domain/time-limits';

/** Time limits of a delivery, all in milliseconds. */
export interface DeliveryLimits {
  /** How long a request may stand still. */
  readonly requestTimeoutMs: number;
  /** How long a job may take. */
  readonly jobCeilingMs: number;
  /**
   * How long Devo may go on saying that it does not know a job, or that one which somebody else began has no status,
   * before the job counts as over. Counted from the first such answer after the last one that knew better.
   */
  readonly emptyStatusMs: number;
  readonly pollFirstMs: number;
  readonly pollMaxMs: number;
  /** How long polling may fail without a break before the delivery is given back, to be tried again. */
  readonly pollFailuresMs: number;
  /** How long a wish to wait (`Retry-After`) is followed between two questions. */
  readonly retryWindowMs: number;
  /** How long the job of a deploy whose answer was lost is looked for. */
  readonly lostAnswerMs: number;
}

export const DEFAULT_LIMITS: DeliveryLimits = {
  requestTimeoutMs: REQUEST_LIMITS.devo,
  jobCeilingMs: JOB_LIMIT_MS,
  emptyStatusMs: 2 * 60_000,
  pollFirstMs: 500,
  pollMaxMs: 15_000, // Devo's own clients ask every 10 to 30 s
  pollFailuresMs: 5 * 60_000,
  retryWindowMs: 60_000, // the default of retry_for_seconds
  lostAnswerMs: 10_000,
};
