import { WorkflowNotFoundError } from '@temporalio/client';
import { readRetention } from '../../engine/server/retention';
import type { HistoryReader } from '../../engine/histories/run-events';
import type { Chain } from './read-chain';

/**
 * When a chain began: the start of its first run. A first run that the engine does not keep any more was over longer
 * ago than the engine keeps runs; that moment then stands for the beginning.
 */
export async function beginningOfChain(
  reader: HistoryReader,
  workflowId: string,
  { start }: Chain,
  now: Date,
): Promise<Date> {
  if (start.firstRunId === start.runId) return start.startedAt;
  try {
    return (await reader.client.workflow.getHandle(workflowId, start.firstRunId).describe()).startTime;
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    const retentionMs = await readRetention(reader.client);
    return retentionMs === null
      ? start.startedAt
      : new Date(Math.min(start.startedAt.getTime(), now.getTime() - retentionMs));
  }
}
