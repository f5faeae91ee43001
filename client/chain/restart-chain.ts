import { WorkflowIdConflictPolicy } from '@temporalio/client';
import { CollectorError } from '../../errors/collector-error';
import type { AnyState } from '../../domain/state/any-state';
import { readRunEnd, readRunStart, type HistoryReader, type RunStart } from '../../engine/histories/run-events';
import { lookAtStep } from '../waiting/step-now';
import { sayingWhatFor } from '../waiting/waiting';
import { readChain } from './read-chain';
import { applySignals, sendSignals, unappliedSignals } from './unapplied-signals';

/** Starts the chain with a seed, ending the one that runs; returns the id of its first run. */
export type StartAnew = (seed: AnyState | null, policy: WorkflowIdConflictPolicy) => Promise<string>;

/**
 * Starts a chain anew with the state of the old one, so that a new period costs no full delivery and loses nothing.
 *
 * A working run is waited for. The seed holds the signals that wait already, so that nothing is lost if this client
 * dies here. Between reading a run and ending it the cron may move on, and signals may come: so the run that was
 * really ended is looked for, the new chain is seeded again when it was another one, and what came late is sent again.
 *
 * @param hurry called for each run that works: what can be said to it so that it ends soon
 */
export async function restartChain(
  reader: HistoryReader,
  workflowId: string,
  startAnew: StartAnew,
  patience: AbortSignal,
  hurry: () => void = () => undefined,
): Promise<void> {
  const read = await waitingRun(reader, workflowId, patience, hurry);
  const first = await startFrom(reader, workflowId, read, startAnew);
  const ended = await terminatedRun(reader, workflowId, read.runId);
  await sendSignals(reader, workflowId, await unappliedSignals(reader, workflowId, ended.runId));
  if (ended.runId === read.runId) return;
  await startFrom(reader, workflowId, ended, startAnew);
  const between = await terminatedRun(reader, workflowId, first);
  await sendSignals(reader, workflowId, await unappliedSignals(reader, workflowId, between.runId));
}

async function startFrom(
  reader: HistoryReader,
  workflowId: string,
  run: RunStart,
  startAnew: StartAnew,
): Promise<string> {
  const signals = await unappliedSignals(reader, workflowId, run.runId);
  if (run.lost) throw run.lost;
  return startAnew(applySignals(run.carried?.state ?? run.seed, signals), WorkflowIdConflictPolicy.TERMINATE_EXISTING);
}

async function waitingRun(
  reader: HistoryReader,
  workflowId: string,
  patience: AbortSignal,
  hurry: () => void,
): Promise<RunStart> {
  for (;;) {
    const chain = await readChain(reader, workflowId);
    if (!chain) throw new CollectorError('not_running', { seen: `${workflowId} has ended meanwhile` });
    if (!chain.working || chain.trouble) return chain.start; // one in trouble will not end by itself
    hurry();
    const end = readRunEnd(reader, workflowId, chain.runId, patience).catch((error: unknown) => {
      throw patience.aborted
        ? new CollectorError('wait_timed_out', { seen: `${workflowId} still works on a pull` })
        : error;
    });
    await sayingWhatFor(`the pull of ${workflowId}`, end, () => lookAtStep(reader, workflowId));
  }
}

/** Follows a chain from one of its runs to the one that was ended from outside. */
async function terminatedRun(reader: HistoryReader, workflowId: string, from: string): Promise<RunStart> {
  let runId = from;
  for (;;) {
    const end = await readRunEnd(reader, workflowId, runId);
    if (!end?.nextRunId) return readRunStart(reader, workflowId, runId);
    runId = end.nextRunId;
  }
}
