import { WorkflowNotFoundError } from '@temporalio/client';
import { CollectorError } from '../../errors/collector-error';
import { readRunStart, type HistoryReader, type RunStart } from '../../engine/histories/run-events';
import { taskTrouble, waitsForWorker } from '../../engine/histories/task-trouble';
import { insistOnPull, isPull } from './insist-on-pull';
import { unappliedSignals, type RecordedSignal } from './unapplied-signals';

/** A run that waits for its tick has its start in its history, and no task yet. */
const EVENTS_OF_WAITING = 1;

/** A chain of runs as it stands now. */
export interface Chain {
  readonly runId: string;
  /** False when the chain has ended: stopped, or terminated by somebody. */
  readonly open: boolean;
  /** Whether the current run works rather than waits for its tick. */
  readonly working: boolean;
  readonly start: RunStart;
  /** Signals that the run has got and will apply when it begins; none is read of one that works. */
  readonly waiting: readonly RecordedSignal[];
  readonly closedAt: Date | null;
  /** Why the current run cannot go on, or null. */
  readonly trouble: CollectorError | null;
  /** Why nobody goes on with it, though it could: no worker takes its task up. */
  readonly unserved: CollectorError | null;
}

/**
 * Reads the newest chain under a workflow id, or null when there has been none within the engine's retention. Throws
 * CollectorError `foreign_chain`.
 */
export async function readChain(reader: HistoryReader, workflowId: string): Promise<Chain | null> {
  try {
    const description = await reader.client.workflow.getHandle(workflowId).describe();
    const { runId, raw, status } = description;
    const open = status.name === 'RUNNING';
    if (open) insistOnPull(description);
    else if (!isPull(description)) return null;
    const start = await readRunStart(reader, workflowId, runId);
    // An early pull works before its tick: then there is a task or an activity under way.
    const working =
      open &&
      (start.dueAt.getTime() <= Date.now() ||
        Boolean(raw.pendingActivities?.length) ||
        Boolean(raw.pendingWorkflowTask));
    const waiting =
      open && !working && description.historyLength > EVENTS_OF_WAITING
        ? await unappliedSignals(reader, workflowId, runId)
        : [];
    const trouble = working ? await taskTrouble(reader, workflowId, runId, raw.pendingWorkflowTask) : null;
    const since = working ? waitsForWorker(raw.pendingWorkflowTask, new Date()) : null;
    const unserved = since && new CollectorError('run_unserved', { seen: `since ${since.toISOString()}` });
    return { runId, open, working, start, waiting, closedAt: description.closeTime ?? null, trouble, unserved };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
