import { WorkflowNotFoundError } from '@temporalio/client';
import { readRunStart, type HistoryReader, type RunStart } from '../../engine/run-events';

/** A chain of runs as it stands now. */
export interface Chain {
  readonly runId: string;
  /** False when the chain has ended: stopped, or terminated by somebody. */
  readonly open: boolean;
  /** Whether the current run works rather than waits for its tick. */
  readonly working: boolean;
  readonly start: RunStart;
  readonly closedAt: Date | null;
}

/** Reads the newest chain under a workflow id, or null when there has been none within the engine's retention. */
export async function readChain(reader: HistoryReader, workflowId: string): Promise<Chain | null> {
  try {
    const description = await reader.client.workflow.getHandle(workflowId).describe();
    const { runId, raw, status } = description;
    const start = await readRunStart(reader, workflowId, runId);
    const open = status.name === 'RUNNING';
    // An early pull works before its tick: then there is a task or an activity under way.
    const working = open && (start.dueAt.getTime() <= Date.now() || Boolean(raw.pendingActivities?.length) || Boolean(raw.pendingWorkflowTask));
    return { runId, open, working, start, closedAt: description.closeTime ?? null };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
