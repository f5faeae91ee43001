import { ApplicationFailure, CancelledFailure, Context, activityInfo, log } from '@temporalio/activity';
import { CollectorError } from '../errors/collector-error';
import { errorInWords, type ErrorReport } from '../errors/error-report';
import { CONFIG_MISMATCH } from '../domain/message-names';
import { RetryWindow } from './retry-window';
import { isGivenAway, stepSignal } from './attempt/step-signal';

const SHUTDOWN_RETRY_MS = 100;

/**
 * A worker with the right configuration may be about to take the step over. When none has after two minutes of trying
 * every second, none will: the only worker came back with an edited configuration, and the next pull shall go by that.
 */
const MISMATCH_RETRY_MS = 1_000;
const MISMATCH_ATTEMPTS = 120;

export interface Boundary {
  /** Takes every known secret out of a text. */
  readonly redact: (text: string) => string;
  /** For how long after its first attempt a step is tried again, in seconds. */
  readonly retryForSeconds: number;
  /**
   * What this and earlier attempts have reached. It travels with every failure, beside the report: the heartbeat that
   * held it is not shown to a run whose step ends by a failure.
   */
  readonly reached?: () => unknown;
  /** How many attempts wait for a worker with the right configuration; two minutes' worth when not given. */
  readonly mismatchAttempts?: number | undefined;
}

/**
 * Runs one attempt of a step and translates what it throws, once and here: into a failure that says number, message
 * and remedy, that tells Temporal whether and when to try again, and that holds no secret and no stack.
 */
export async function atBoundary<Result>(
  boundary: Boundary,
  attempt: (retries: RetryWindow) => Promise<Result>,
): Promise<Result> {
  const retries = new RetryWindow(boundary.retryForSeconds);
  try {
    return await attempt(retries);
  } catch (error) {
    if (stepSignal().aborted) throw cancelled(error, boundary);
    throw translate(error, boundary, retries);
  }
}

function translate(error: unknown, boundary: Boundary, retries: RetryWindow): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  const known = asCollectorError(error);
  if (known !== error && error instanceof Error) log.debug(boundary.redact(error.stack ?? error.message));
  const report = redactedReport(known, boundary.redact);
  const mismatch = known.id === 'config_mismatch';
  const delay = mismatch ? mismatchDelay(boundary) : retries.delayAfter(known);
  return ApplicationFailure.create({
    message: errorInWords(report),
    type: mismatch ? CONFIG_MISMATCH : known.name,
    details: detailsOf(report, boundary),
    nonRetryable: delay === null,
    ...(delay !== null && { nextRetryDelay: delay }),
  });
}

/**
 * The error of one of several outputs, when it is final. One that another attempt may mend is thrown, and so is what
 * comes of a cancellation: they end the attempt.
 */
export function finalOrThrow(error: unknown, retries: RetryWindow): CollectorError {
  if (stepSignal().aborted) throw error;
  const known = asCollectorError(error);
  if (retries.delayAfter(known) !== null) throw known;
  return known.final();
}

/** What a run reads of a failure: first the report, then what was reached. */
function detailsOf(report: ErrorReport, { reached }: Boundary): unknown[] {
  return reached === undefined ? [report] : [report, reached()];
}

function mismatchDelay({ mismatchAttempts = MISMATCH_ATTEMPTS }: Boundary): number | null {
  return activityInfo().attempt < mismatchAttempts ? MISMATCH_RETRY_MS : null;
}

/** What an error says, without secrets: the words of a server, or names of its columns, may repeat one. */
export function redactedReport(error: CollectorError, redact: (text: string) => string): ErrorReport {
  const found = error.report();
  return { ...found, message: redact(found.message) };
}

/** An error of the catalogue as it is; anything else is a fault of our own, worth another try. */
export function asCollectorError(error: unknown): CollectorError {
  if (error instanceof CollectorError) return error;
  return new CollectorError('unexpected', {
    seen: error instanceof Error ? error.message : String(error),
    retryable: true,
    cause: error,
  });
}

/**
 * The step is at work elsewhere by now: the engine takes no answer of this attempt. Should it still wait for one, it
 * tries again at once.
 */
export function givenAway(boundary?: Boundary): ApplicationFailure {
  const report = new CollectorError('step_timed_out', { seen: 'the step was given to a later attempt' }).report();
  return ApplicationFailure.create({
    message: 'The step was given to a later attempt; this one does nothing more',
    type: 'StepGivenAway',
    details: boundary ? detailsOf(report, boundary) : [report],
    nextRetryDelay: SHUTDOWN_RETRY_MS,
  });
}

/**
 * The step was taken from this worker. When the worker shuts down, that is said as a failure that may be retried at
 * once: Temporal gives the step to another worker, or to this one when it is back, without waiting for a heartbeat to
 * be missed.
 */
function cancelled(error: unknown, boundary: Boundary): unknown {
  if (isGivenAway()) return givenAway(boundary);
  const reason: unknown = Context.current().cancellationSignal.reason;
  if (reason instanceof CancelledFailure && reason.message === 'WORKER_SHUTDOWN') {
    const report = new CollectorError('step_timed_out', {
      seen: 'its worker was told to stop, and there was no time left for another one',
    }).report();
    return ApplicationFailure.create({
      message: 'The worker shuts down; the step goes on elsewhere',
      type: 'WorkerShutdown',
      details: detailsOf(report, boundary),
      nextRetryDelay: SHUTDOWN_RETRY_MS,
    });
  }
  const words = error instanceof CancelledFailure ? error.message : 'The step was cancelled';
  return new CancelledFailure(words, boundary.reached === undefined ? [] : [boundary.reached()]);
}

/**
 * Holds a step that reached a worker which is about to stop, and hands it back once the worker takes no more tasks:
 * handed back sooner, the same worker would be given it again. What earlier attempts have reached travels on.
 */
export async function holdUntilShutdown(): Promise<never> {
  const boundary: Boundary = {
    redact: (text) => text,
    retryForSeconds: 0,
    reached: (): unknown => activityInfo().heartbeatDetails,
  };
  return Context.current().cancelled.catch((error: unknown) => {
    throw cancelled(error, boundary);
  });
}
