import { ActivityFailure, ApplicationFailure, CancelledFailure, TimeoutFailure } from '@temporalio/workflow';
import type { DeliveryResult, SendProgress, Receipts } from '../domain/changes/receipt';
import type { PlannedDelivery } from '../domain/changes/delivery-plan';
import type { Audience } from '../domain/pull-settings';
import { errorInWords, type ErrorReport } from '../errors/error-report';
import { CollectorError } from '../errors/collector-error';

/** The catalogue's report of whatever ended a step or a run. */
export function reportOfFailure(error: unknown): ErrorReport {
  if (error instanceof CollectorError) return error.report();
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure) {
    const step = error instanceof ActivityFailure ? error.activityType : 'a step';
    const before = cause.cause instanceof ApplicationFailure ? reportInDetails(cause.cause) : null;
    return (
      before ??
      new CollectorError('step_timed_out', {
        seen: `${step}, ${(cause.timeoutType ?? 'its limit').toLowerCase().replaceAll('_', ' ')}`,
      }).report()
    );
  }
  if (cause instanceof CancelledFailure)
    return new CollectorError('step_timed_out', { seen: 'it was called off' }).report();
  const report = cause instanceof ApplicationFailure ? reportInDetails(cause) : null;
  return (
    report ??
    new CollectorError('unexpected', { seen: cause instanceof Error ? cause.message : String(cause) }).report()
  );
}

/** Those who are told of a run whose `setup` failed; null where the failure does not say. */
export function audienceInFailure(error: unknown): Audience | null {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const said: unknown = cause instanceof ApplicationFailure ? cause.details?.[1] : null;
    // These details are our own: `setup` wrote them.
    if (typeof said === 'object' && said !== null && 'audience' in said) return said.audience as Audience;
  }
  return null;
}

/** A report as a failure of the workflow. Any other error that is thrown in one would be tried again for ever. */
export function failureWith(report: ErrorReport): ApplicationFailure {
  return ApplicationFailure.create({
    message: errorInWords(report),
    type: report.name,
    nonRetryable: true,
    details: [report],
  });
}

/**
 * What is known of the deliveries when `sendToDevo` itself failed: what an attempt has confirmed is confirmed whatever
 * ended the step, the rest failed.
 */
export function receiptOfFailure(error: unknown, deliveries: readonly PlannedDelivery[]): Receipts {
  const report = reportOfFailure(error);
  const reached = reachedBefore(error);
  const results: Record<string, DeliveryResult> = {};
  for (const { name } of deliveries) {
    const confirmed = reached.map((progress) => progress[name]?.confirmed).find((each) => each !== undefined);
    results[name] = confirmed ?? { confirmed: false, requests: 0, error: report };
  }
  return results;
}

/**
 * What the attempts of a step have reached: a failure carries it beside its report, a cancellation as its only detail,
 * and a time-out has the last heartbeat, and perhaps the failure of the attempt before.
 */
function reachedBefore(error: unknown): SendProgress[] {
  const found: SendProgress[] = [];
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof TimeoutFailure) found.push(progressOf(cause.lastHeartbeatDetails));
    if (cause instanceof ApplicationFailure) found.push(progressOf(cause.details?.[1]));
    if (cause instanceof CancelledFailure) found.push(progressOf(cause.details[0]));
  }
  return found;
}

function reportInDetails(failure: ApplicationFailure): ErrorReport | null {
  const detail: unknown = failure.details?.[0];
  return isErrorReport(detail) ? detail : null;
}

function isErrorReport(value: unknown): value is ErrorReport {
  return typeof value === 'object' && value !== null && 'number' in value && 'message' in value && 'remedy' in value;
}

function progressOf(details: unknown): SendProgress {
  // These details are our own: `sendToDevo` wrote them.
  return typeof details === 'object' && details !== null ? (details as SendProgress) : {};
}
