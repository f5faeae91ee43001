import { CommanderError } from 'commander';
import { isGrpcServiceError, WorkflowFailedError } from '@temporalio/client';
import { ConfigErrors } from '../config/config-errors';
import { CollectorError } from '../errors/collector-error';
import { fileFault } from '../errors/file-fault';
import { isDetailed } from '../config/log-level';
import { renderConfigErrors } from '../config/render-config-errors';
import { errorInWords, type ErrorReport } from '../errors/error-report';
import { refusalOf } from '../engine/engine-refusal';
import { readFailure } from '../engine/histories/failure-in-report';
import { EXIT, type ExitCode } from './verb-result';
import { complain, sayAsJson } from './voice';
import { wantsColor } from './words/color';

/** Prints an error, and says with which code the program ends. */
export function printError(error: unknown, json: boolean): ExitCode {
  const { report, exit } = toldError(error);
  if (json)
    sayAsJson({
      ok: false,
      services: [],
      error: report,
      ...(error instanceof ConfigErrors && { errors: error.errors }),
    });
  else complain(errorForPeople(error, report));
  if (isDetailed(process.env) && error instanceof Error) complain(`${error.stack ?? ''}\n`);
  return exit;
}

/** Any error as the catalogue tells it, and the exit code that goes with it. */
export function toldError(error: unknown): { readonly report: ErrorReport; readonly exit: ExitCode } {
  // A short workflow on the worker has failed: its failure says why.
  if (error instanceof WorkflowFailedError) return { report: readFailure(error.cause).error, exit: EXIT.failed };
  const known = catalogued(error);
  return { report: known.report(), exit: exitCodeOf(known) };
}

function errorForPeople(error: unknown, report: ErrorReport): string {
  if (error instanceof ConfigErrors)
    return renderConfigErrors(error.errors, { color: wantsColor(process.stderr.isTTY, process.env) });
  return `${errorInWords(report)}\n`;
}

function catalogued(error: unknown): CollectorError {
  if (error instanceof CollectorError) return error;
  if (error instanceof ConfigErrors) return error.first;
  if (error instanceof CommanderError)
    return new CollectorError('usage', { seen: error.message.replace(/^error: |\.$/g, '') });
  const refusal = refusalOf(error);
  if (refusal !== null) return refusal;
  const lost = lostConnection(error);
  if (lost !== null) return new CollectorError('engine_unreachable', { seen: lost });
  const file = fileFault(error);
  if (file !== null) return file;
  return new CollectorError('unexpected', { seen: error instanceof Error ? error.message : String(error) });
}

/** The words of a call that has failed, wherever the SDK has wrapped them; null when it was something else. */
function lostConnection(error: unknown): string | null {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (isGrpcServiceError(cause)) return cause.details || cause.message;
  }
  return null;
}

function exitCodeOf(error: CollectorError): ExitCode {
  switch (error.id) {
    case 'engine_unreachable':
    case 'not_temporal':
    case 'no_worker':
    case 'not_running':
    case 'none_enabled':
      return EXIT.nothingRunning;
    case 'namespace_unknown':
    case 'engine_forbids':
      return EXIT.usage;
    case 'nothing_held':
    case 'unexpected':
    case 'wait_timed_out':
      return EXIT.failed;
    default:
      return error.name === 'SetupError' || error.name === 'UsageError' ? EXIT.usage : EXIT.failed;
  }
}
