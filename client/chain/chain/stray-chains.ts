import { WORKFLOW_TYPE } from '../../domain/message-names';
import type { HistoryReader } from '../../engine/run-events';

/** Ids of this collector's open chains that no enabled service stands for any more. */
export async function strayChains(reader: HistoryReader, taskQueue: string, configured: readonly string[]): Promise<string[]> {
  const query = `WorkflowType = '${WORKFLOW_TYPE}' AND TaskQueue = '${taskQueue.replaceAll("'", "''")}' AND ExecutionStatus = 'Running'`;
  const known = new Set(configured);
  const stray = new Set<string>();
  for await (const { workflowId } of reader.client.workflow.list({ query })) {
    if (!known.has(workflowId)) stray.add(workflowId);
  }
  return [...stray];
}
