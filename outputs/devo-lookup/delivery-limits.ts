/** Time limits of a delivery, all in milliseconds. */
export interface DeliveryLimits {
  /** How long a request may stand still. */
  readonly requestTimeoutMs: number;
  /** How long a job may take. */
  readonly jobCeilingMs: number;
  /** How long a job that somebody else began may have no status before it counts as over. */
  readonly emptyStatusMs: number;
  readonly pollFirstMs: number;
  readonly pollMaxMs: number;
  /** How long polling may fail without a break before the delivery is given back, to be tried again. */
  readonly pollFailuresMs: number;
  /** How long the job of a deploy whose answer was lost is looked for. */
  readonly lostAnswerMs: number;
}

export const DEFAULT_LIMITS: DeliveryLimits = {
  requestTimeoutMs: 60_000,
  jobCeilingMs: 40 * 60_000, // Devo's own client allows 40 minutes
  emptyStatusMs: 2 * 60_000,
  pollFirstMs: 500,
  pollMaxMs: 15_000, // Devo's own clients ask every 10 to 30 s
  pollFailuresMs: 5 * 60_000,
  lostAnswerMs: 10_000,
};
