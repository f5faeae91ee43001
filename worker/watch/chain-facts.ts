import { WorkflowNotFoundError } from '@temporalio/client';
import type { HistoryReader } from '../../engine/histories/run-events';
import { taskTrouble, waitsForWorker } from '../../engine/histories/task-trouble';
import { CollectorError } from '../../errors/collector-error';

/** Whether a chain goes on, and if not, why. */
export type ChainFacts =
  | { readonly chain: 'unknown' | 'waits' | 'works' }
  /** There is no open chain. */
  | { readonly chain: 'stopped'; readonly why: string }
  /** Its run cannot go on: its task fails again and again. */
  | { readonly chain: 'stuck'; readonly trouble: CollectorError }
  /** No worker takes its task up: none polls, or none of the build that it is meant for. */
  | { readonly chain: 'unserved'; readonly since: Date; readonly trouble: CollectorError };

export interface FoundChain {
  /** The current run; null when there is no chain at all. */
  readonly runId: string | null;
  readonly facts: ChainFacts;
}

/** Asks the engine for one chain by its name; null when it does not answer. */
export async function askForChain(reader: HistoryReader, workflowId: string): Promise<FoundChain | null> {
  try {
    const { runId, status, raw } = await reader.client.workflow.getHandle(workflowId).describe();
    if (status.name !== 'RUNNING')
      return { runId: null, facts: { chain: 'stopped', why: `the chain was ${status.name.toLowerCase()}` } };
    const task = raw.pendingWorkflowTask;
    const since = waitsForWorker(task, new Date());
    if (since !== null) return { runId, facts: { chain: 'unserved', since, trouble: unserved(since) } };
    const trouble = await taskTrouble(reader, workflowId, runId, task);
    return { runId, facts: trouble === null ? { chain: 'works' } : { chain: 'stuck', trouble } };
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) return null;
    return { runId: null, facts: { chain: 'stopped', why: 'there is none on this Temporal' } };
  }
}

/** This worker polls, and is not given the task: it is meant for others. */
function unserved(since: Date): CollectorError {
  return new CollectorError('run_unserved', { seen: `since ${since.toISOString()}` });
}
