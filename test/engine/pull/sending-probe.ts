import { isCancellation, proxyActivities } from '@temporalio/workflow';
import type { Receipts } from '../../../domain/changes/receipt';
import { receiptOfFailure } from '../../../workflows/failure-report';

/** Milliseconds; the real ones are minutes and hours. */
export interface ProbeLimits {
  readonly start: number;
  readonly whole: number;
  readonly heartbeat: number;
  readonly attempts: number;
}

/** Only what becomes of a step that delivers to `first` and `second`, under limits that a test can wait for. */
export async function sendingProbe(limits: ProbeLimits): Promise<Receipts> {
  const { sendToDevo } = proxyActivities<{ sendToDevo(): Promise<Receipts> }>({
    startToCloseTimeout: limits.start,
    scheduleToCloseTimeout: limits.whole,
    heartbeatTimeout: limits.heartbeat,
    retry: { initialInterval: 100, maximumAttempts: limits.attempts },
  });
  try {
    return await sendToDevo();
  } catch (error) {
    if (isCancellation(error)) throw error;
    const deliveries = ['first', 'second'].map((name) => ({ name, kind: 'everything', why: '' }) as const);
    return receiptOfFailure(error, deliveries);
  }
}
