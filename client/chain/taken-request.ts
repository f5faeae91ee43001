import { setTimeout as wait } from 'node:timers/promises';
import { isGrpcServiceError, WorkflowUpdateStage, type WorkflowUpdateHandle } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { CollectorError } from '../../errors/collector-error';
import { PULL_NOW_UPDATE } from '../../domain/message-names';
import type { PullReport } from '../../domain/report/pull-report';
import type { HistoryReader } from '../../engine/histories/run-events';
import { taskTrouble } from '../../engine/histories/task-trouble';

type PendingTask = temporal.api.workflow.v1.IPendingWorkflowTaskInfo;
const { PENDING_WORKFLOW_TASK_STATE_STARTED } = temporal.api.enums.v1.PendingWorkflowTaskState;

/** A worker that is well takes a request within a second; so long is waited for one. */
const TAKEN_LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 500;

/**
 * Asks for a pull, and returns when a worker has accepted that.
 *
 * Temporal may give the request to a worker whose connection has just broken. It learns of that by the time limit of
 * the task, 10 s, and gives it to another one, or to the same on its next connection. So time is counted only while no
 * worker has the request.
 *
 * Throws CollectorError `no_worker`, `task_failing`, and whatever the abortion of the signal gives.
 */
export async function takenRequest(
  reader: HistoryReader,
  workflowId: string,
  signal: AbortSignal,
): Promise<WorkflowUpdateHandle<PullReport>> {
  const over = new AbortController(); // left alone, the question would keep this process alive
  const end = AbortSignal.any([over.signal, signal]);
  const handle = reader.client.workflow.getHandle(workflowId);
  const asked = reader.client.withAbortSignal(end, () =>
    handle.startUpdate<PullReport, []>(PULL_NOW_UPDATE, { waitForStage: WorkflowUpdateStage.ACCEPTED }),
  );
  try {
    return await Promise.race([asked, untilNobodyTakesIt(reader, workflowId, end)]);
  } catch (error) {
    asked.catch(() => undefined);
    if (!cannotTakeIt(error)) throw error;
    throw (await look(reader, workflowId)).trouble ?? nobodyTook(null);
  } finally {
    over.abort();
  }
}

async function untilNobodyTakesIt(reader: HistoryReader, workflowId: string, end: AbortSignal): Promise<never> {
  let idleSince = performance.now();
  let lost: PendingTask | null = null;
  for (;;) {
    await wait(LOOK_EVERY_MS, undefined, { signal: end });
    const isLate = performance.now() - idleSince > TAKEN_LIMIT_MS;
    const seen = await look(reader, workflowId).catch((error: unknown) => {
      if (isLate) throw error; // else the engine may be away for a moment
      return null;
    });
    if (seen?.trouble) throw seen.trouble;
    if (seen?.task?.state === PENDING_WORKFLOW_TASK_STATE_STARTED) {
      lost = seen.task;
      idleSince = performance.now();
    } else if (isLate) throw nobodyTook(lost);
  }
}

async function look(
  reader: HistoryReader,
  workflowId: string,
): Promise<{ readonly task: PendingTask | null; readonly trouble: CollectorError | null }> {
  const { runId, raw } = await reader.client.workflow.getHandle(workflowId).describe();
  const task = raw.pendingWorkflowTask ?? null;
  return { task, trouble: await taskTrouble(reader, workflowId, runId, task) };
}

function nobodyTook(lost: PendingTask | null): CollectorError {
  const within = `within ${TAKEN_LIMIT_MS / 1000} s`;
  const seen =
    lost === null
      ? `nobody took the request ${within}`
      : `a worker that had it did not answer, and nobody took it again ${within}`;
  return new CollectorError('no_worker', { seen });
}

/** What the server says at once where the run's task is failing. */
function cannotTakeIt(error: unknown): boolean {
  const cause: unknown = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return isGrpcServiceError(cause) && /workflow task in failed state/i.test(cause.details);
}
