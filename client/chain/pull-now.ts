import { setTimeout as wait } from 'node:timers/promises';
import { isGrpcServiceError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { CollectorError } from '../../errors/collector-error';
import { PULL_UNDER_WAY } from '../../domain/message-names';
import type { PullReport } from '../../domain/report/pull-report';
import { readRunEnd, type HistoryReader } from '../../engine/histories/run-events';
import { taskTrouble } from '../../engine/histories/task-trouble';
import { lookAtStep } from '../waiting/step-now';
import { sayingWhatFor, type Waiting } from '../waiting/waiting';
import { readFailure, type FailedPull } from '../../engine/histories/failure-in-report';
import { insistOnPull } from './insist-on-pull';
import { takenRequest } from './taken-request';

const WATCH_EVERY_MS = 2_000;
/** Others are told within 15 s (`TIME_LIMITS.notify`), and then the run ends. */
const END_LIMIT_MS = 20_000;

/** What a client hears of the pull that it asked for. */
export type PullAnswer = { readonly report: PullReport } | { readonly failed: FailedPull };

/**
 * Asks for a pull and waits for its end. While a run works that asked for the list already, it is followed to its end
 * and the next one is asked: the answer is always that of a pull that began after the question.
 *
 * `telling`: what the service is called where a person is told of the waiting, and by what.
 *
 * Throws CollectorError: `no_worker`, `not_running`, `foreign_chain`, `task_failing`, `wait_timed_out`.
 */
export async function pullNow(
  reader: HistoryReader,
  workflowId: string,
  timeoutMs: number,
  telling: { readonly name?: string; readonly waitFor?: Waiting } = {},
): Promise<PullAnswer> {
  const { name = workflowId, waitFor = sayingWhatFor } = telling;
  const turn = { isOurs: true };
  const pulled = pullInTurn(reader, workflowId, Date.now() + timeoutMs, turn);
  return waitFor(name, pulled, async () => {
    const step = await lookAtStep(reader, workflowId);
    return turn.isOurs ? step : `an earlier pull, ${step ?? 'at its end'}`;
  });
}

/** @param turn says whether it is the pull that was asked for which is at work */
async function pullInTurn(
  reader: HistoryReader,
  workflowId: string,
  deadline: number,
  turn: { isOurs: boolean },
): Promise<PullAnswer> {
  for (;;) {
    turn.isOurs = true;
    const runId = await currentRun(reader, workflowId);
    const answer = await ask(reader, workflowId, deadline);
    if (answer !== 'under way') {
      await untilOver(reader, workflowId, runId);
      return answer;
    }
    turn.isOurs = false;
    const end = withinTime(deadline, (signal) => readRunEnd(reader, workflowId, runId, signal));
    await unlessStuck(reader, workflowId, end);
  }
}

/**
 * A run that has answered may still tell others of the pull. What is read after a pull shall be what the pull has left,
 * its failure above all, so its end is waited for, but not for long.
 */
async function untilOver(reader: HistoryReader, workflowId: string, runId: string): Promise<void> {
  await readRunEnd(reader, workflowId, runId, AbortSignal.timeout(END_LIMIT_MS)).catch(() => null);
}

async function ask(reader: HistoryReader, workflowId: string, deadline: number): Promise<PullAnswer | 'under way'> {
  try {
    const handle = await withinTime(deadline, (signal) => takenRequest(reader, workflowId, signal));
    const report = withinTime(deadline, (signal) => reader.client.withAbortSignal(signal, () => handle.result()));
    return { report: await unlessStuck(reader, workflowId, report) };
  } catch (error) {
    if (error instanceof CollectorError) throw error;
    if (isUnderWay(error) || endedUnderneath(error)) return 'under way';
    if (error instanceof WorkflowUpdateFailedError) return { failed: readFailure(error.cause) };
    throw error;
  }
}

async function troubleOf(reader: HistoryReader, workflowId: string): Promise<CollectorError | null> {
  const { runId, raw } = await reader.client.workflow.getHandle(workflowId).describe();
  return taskTrouble(reader, workflowId, runId, raw.pendingWorkflowTask);
}

/** The work's result; CollectorError `task_failing` as soon as the run is known not to come to an end. */
async function unlessStuck<Result>(reader: HistoryReader, workflowId: string, work: Promise<Result>): Promise<Result> {
  const over = new AbortController();
  async function untilStuck(): Promise<never> {
    for (;;) {
      await wait(WATCH_EVERY_MS, undefined, { signal: over.signal });
      const trouble = await troubleOf(reader, workflowId).catch(() => null); // the engine may be away for a while
      if (trouble) throw trouble;
    }
  }
  try {
    return await Promise.race([work, untilStuck()]);
  } finally {
    over.abort();
  }
}

async function currentRun(reader: HistoryReader, workflowId: string): Promise<string> {
  const described = await reader.client.workflow.getHandle(workflowId).describe();
  const { runId, status } = described;
  if (status.name !== 'RUNNING')
    throw new CollectorError('not_running', { seen: `${workflowId} was ${status.name.toLowerCase()}` });
  insistOnPull(described);
  return runId;
}

async function withinTime<Result>(deadline: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const over = AbortSignal.timeout(Math.max(deadline - Date.now(), 1));
  const late = new Promise<never>((_, refuse) => {
    over.addEventListener('abort', () => refuse(new CollectorError('wait_timed_out')));
  });
  return Promise.race([work(over), late]);
}

function isUnderWay(error: unknown): boolean {
  return (
    error instanceof WorkflowUpdateFailedError &&
    error.cause instanceof ApplicationFailure &&
    error.cause.type === PULL_UNDER_WAY
  );
}

/** The run ended while the question was on its way; the cron's next run can be asked. */
function endedUnderneath(error: unknown): boolean {
  if (error instanceof WorkflowUpdateFailedError) return /workflow completed before/i.test(error.cause?.message ?? '');
  return (
    isGrpcServiceError(error) &&
    /(workflow execution already completed|workflow is closing|workflow execution not found)/i.test(error.details)
  );
}
