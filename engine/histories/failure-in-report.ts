import type { ErrorReport } from '../../errors/error-report';
import type { PullReport } from '../../domain/report/pull-report';
import { CollectorError } from '../../errors/collector-error';

/** A failure of a run, as the workflow made it: its details hold the error of the catalogue, and the pull's report. */
export interface FailedPull {
  readonly error: ErrorReport;
  readonly report: PullReport | null;
}

/** Reads a run's failure; one that the workflow did not make (a time limit, a fault) becomes the nearest error. */
export function readFailure(failure: unknown): FailedPull {
  for (let cause: unknown = failure; cause instanceof Error; cause = cause.cause) {
    const details: unknown = 'details' in cause ? cause.details : undefined;
    if (!Array.isArray(details)) continue;
    const [error, report] = details as unknown[];
    if (isErrorReport(error)) return { error, report: isPullReport(report) ? report : null };
  }
  if (isOfOtherCode(failure)) {
    const seen = failure instanceof Error ? failure.message : '';
    return { error: new CollectorError('code_changed', { seen }).report(), report: null };
  }
  const words = failure instanceof Error ? failure.message : String(failure);
  return {
    error: new CollectorError(/timed? ?out/i.test(words) ? 'step_timed_out' : 'unexpected', { seen: words }).report(),
    report: null,
  };
}

/** The SDK's own mark of a run whose history does not fit the code: https://github.com/temporalio/rules TMPRL1100. */
const NONDETERMINISM = '[TMPRL1100]';

/** Whether a run failed because other code had begun it. */
export function isOfOtherCode(failure: unknown): boolean {
  for (let cause: unknown = failure; cause instanceof Error; cause = cause.cause) {
    if (cause.message.includes(NONDETERMINISM)) return true;
  }
  return false;
}

function isErrorReport(value: unknown): value is ErrorReport {
  return typeof value === 'object' && value !== null && 'number' in value && 'remedy' in value;
}

function isPullReport(value: unknown): value is PullReport {
  return typeof value === 'object' && value !== null && 'run_id' in value && 'outcome' in value;
}
