import { WorkflowNotFoundError, type WorkflowExecutionInfo } from '@temporalio/client';
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
  /** A step is under way, and nothing else: its run goes on when that has ended. */
  readonly isAtStep: boolean;
}

/** Asks the engine for one chain by its name; null when it does not answer. */
export async function askForChain(reader: HistoryReader, workflowId: string): Promise<FoundChain | null> {
  try {
    const run = await reader.client.workflow.getHandle(workflowId).describe();
    const { runId, status, raw } = run;
    if (status.name !== 'RUNNING') return closed(`the chain was ${status.name.toLowerCase()}`);
    const task = raw.pendingWorkflowTask;
    const since = waitsForWorker(task, new Date());
    if (since !== null)
      return { runId, isAtStep: false, facts: { chain: 'unserved', since, trouble: unserved(since) } };
    const trouble = await taskTrouble(reader, workflowId, runId, task);
    if (trouble !== null) return { runId, isAtStep: false, facts: { chain: 'stuck', trouble } };
    const isAtStep = !task && (raw.pendingActivities ?? []).length > 0;
    return { runId, isAtStep, facts: { chain: waitsForCron(run) ? 'waits' : 'works' } };
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) return null;
    return closed('there is none on this Temporal');
  }
}

function closed(why: string): FoundChain {
  return { runId: null, isAtStep: false, facts: { chain: 'stopped', why } };
}

/** Whether an open run is to begin at a later time of its cron. */
export function waitsForCron({ executionTime }: Pick<WorkflowExecutionInfo, 'executionTime'>): boolean {
  return executionTime !== undefined && executionTime.getTime() > Date.now();
}

/** This worker polls, and is not given the task: it is meant for others. */
function unserved(since: Date): CollectorError {
  return new CollectorError('run_unserved', { seen: `since ${since.toISOString()}` });
}
