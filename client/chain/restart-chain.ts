import { WorkflowIdConflictPolicy } from '@temporalio/client';
import type { PullState } from '../../domain/pull-state';
import { readRunEnd, readRunStart, type HistoryReader, type RunStart } from '../../engine/run-events';
import { readChain } from './read-chain';
import { sendUnappliedSignals } from './unapplied-signals';

/** Starts the chain with a seed, ending the one that runs; returns the id of its first run. */
export type StartAnew = (seed: PullState | null, policy: WorkflowIdConflictPolicy) => Promise<string>;

/**
 * Starts a chain anew with the state of the old one, so that a new period costs no full delivery and loses nothing.
 *
 * A working run is waited for. Between reading its state and ending it the cron may move on: so the run that was really
 * ended is looked for, and if it is another one the new chain, which only waits yet, is seeded again with its state.
 * Signals that it had got and not applied are sent again.
 */
export async function restartChain(reader: HistoryReader, workflowId: string, startAnew: StartAnew, patience: AbortSignal): Promise<void> {
  const read = await waitingRun(reader, workflowId, patience);
  await startAnew(stateOf(read), WorkflowIdConflictPolicy.TERMINATE_EXISTING);
  const ended = await terminatedRun(reader, workflowId, read.runId);
  if (ended.runId !== read.runId) await startAnew(stateOf(ended), WorkflowIdConflictPolicy.TERMINATE_EXISTING);
  await sendUnappliedSignals(reader, workflowId, ended.runId);
}

function stateOf(start: RunStart): PullState | null {
  return start.carried?.state ?? start.seed;
}

async function waitingRun(reader: HistoryReader, workflowId: string, patience: AbortSignal): Promise<RunStart> {
  for (;;) {
    const chain = await readChain(reader, workflowId);
    if (!chain) throw new Error(`${workflowId} has ended meanwhile`);
    if (!chain.working) return chain.start;
    await readRunEnd(reader, workflowId, chain.runId, patience);
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
