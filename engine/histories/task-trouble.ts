import type { LoadedDataConverter } from '@temporalio/common';
import { decodeOptionalFailureToOptionalError } from '../private-sdk';
import { temporal } from '@temporalio/proto';
import { CollectorError } from '../../errors/collector-error';
import { missingKeyToldBy } from '../encryption/encryption-error';
import { dateOf } from '../proto-time';
import type { HistoryReader } from './run-events';

type PendingTask = temporal.api.workflow.v1.IPendingWorkflowTaskInfo;
const { EventType, PendingWorkflowTaskState, WorkflowTaskFailedCause } = temporal.api.enums.v1;

/** Other causes are the server's own way to begin a task anew, such as a signal that came at its end. */
const FAULTS_OF_WORKERS: ReadonlySet<unknown> = new Set([
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_WORKER_UNHANDLED_FAILURE,
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR,
]);

/**
 * From this attempt on a task of a workflow is in trouble, whatever ended the ones before: one is lost with a worker
 * that dies, and another when that happens again. When it was the worker that refused it, the second attempt is
 * enough: the SDK reports only the first failure, and lets the others run into their time limit.
 */
const ATTEMPTS_IN_TROUBLE = 3;

/** Events of the end of a history in which the last failed task is looked for; the tasks after it leave none. */
const EVENTS_READ = 20;

/** A task that nobody has taken up for so long has no worker: one that is well takes it at once. */
const TAKEN_UP_WITHIN_MS = 10_000;

/**
 * Why a run cannot go on: its task fails again and again, with the words of the failure. Null for a run that is well,
 * or that nobody works on. The server tells nobody, and gives the task again until the run's own limit, which is days.
 */
export async function taskTrouble(
  reader: HistoryReader,
  workflowId: string,
  runId: string,
  task: PendingTask | null | undefined,
): Promise<CollectorError | null> {
  const attempt = task?.attempt ?? 0;
  if (attempt < 2) return null;
  const { byWorker, why } = await lastTaskFailure(reader, workflowId, runId);
  if (attempt < ATTEMPTS_IN_TROUBLE && !byWorker) return null;
  return missingKeyToldBy(why, workflowId, runId) ?? new CollectorError('task_failing', { seen: why });
}

/**
 * Since when a task has waited for a worker in vain, or null. The second attempt counts as the first does: the first is
 * lost with a worker that dies.
 */
export function waitsForWorker(task: PendingTask | null | undefined, now: Date): Date | null {
  if (task?.state !== PendingWorkflowTaskState.PENDING_WORKFLOW_TASK_STATE_SCHEDULED || !task.scheduledTime)
    return null;
  const since = dateOf(task.scheduledTime);
  const isLate = now.getTime() - since.getTime() > TAKEN_UP_WITHIN_MS;
  return isLate && (task.attempt ?? 1) < ATTEMPTS_IN_TROUBLE ? since : null;
}

/** Why the last task failed, and whether it was the worker that said so. */
async function lastTaskFailure(
  { client, converter }: HistoryReader,
  workflowId: string,
  runId: string,
): Promise<{ readonly byWorker: boolean; readonly why: string }> {
  const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
    namespace: client.options.namespace,
    execution: { workflowId, runId },
    maximumPageSize: EVENTS_READ,
  });
  for (const event of history?.events ?? []) {
    const failed = event.workflowTaskFailedEventAttributes;
    if (failed)
      return {
        byWorker: FAULTS_OF_WORKERS.has(failed.cause),
        why: (await wordsOf(failed.failure, converter)) || 'the worker failed without a word',
      };
    if (event.eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT)
      return { byWorker: false, why: 'the worker did not answer in time' };
  }
  return { byWorker: false, why: "the worker's log says why" };
}

/** Where payloads are encrypted, what a failure says is one of them; without its key there is nothing to say. */
async function wordsOf(
  failure: temporal.api.failure.v1.IFailure | null | undefined,
  converter: LoadedDataConverter,
): Promise<string> {
  if (!failure?.encodedAttributes) return failure?.message ?? '';
  const error = await decodeOptionalFailureToOptionalError(converter, failure).catch(() => null);
  return error?.message ?? 'what it said is encrypted with a key that is not configured here';
}
