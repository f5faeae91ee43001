import { DefaultLogger, type LogEntry, type LogLevel, type Logger as TemporalLogger } from '@temporalio/worker';
import type { Logger } from 'pino';

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** Whether lines of Temporal's level are shown. */
export function showsLevel(logger: Logger, level: LogLevel): boolean {
  return logger.isLevelEnabled(LEVELS[level]);
}

/** Temporal's own lines, and those of workflows and activities, in the collector's stream. */
export function temporalLogger(logger: Logger): TemporalLogger {
  return new DefaultLogger('TRACE', (entry) => {
    const level = LEVELS[entry.level];
    if (showsLevel(logger, entry.level)) logger[level](fieldsOf(entry, logger.isLevelEnabled('debug')), entry.message);
  });
}

/** What helps to find a line again; the SDK adds much more (task tokens, time limits) that nobody reads. */
function fieldsOf({ meta = {} }: LogEntry, withStack: boolean): Record<string, unknown> {
  const { state, sdkComponent, workflowId, activityType, attempt, error } = meta;
  // the SDK's names for it in workflows and in activities
  const runId: unknown = meta['runId'] ?? meta['workflowRunId'];
  return {
    ...(sdkComponent !== undefined && { component: sdkComponent }),
    ...(workflowId !== undefined && { workflow_id: workflowId }),
    ...(runId !== undefined && { run_id: runId }),
    ...(activityType !== undefined && { activity: activityType, attempt: attempt as unknown }),
    ...(state !== undefined && { state }),
    ...(error !== undefined && { error: errorInWords(error, withStack) }),
  };
}

function errorInWords(error: unknown, withStack: boolean): string {
  if (!(error instanceof Error)) return String(error);
  return withStack ? (error.stack ?? error.message) : error.message;
}
