import { EVENTS_WORKFLOW_TYPE, KEV_WORKFLOW_TYPE, WORKFLOW_TYPE } from '../../domain/message-names';
import { openRunsQuery } from '../../engine/histories/open-runs-query';
import type { HistoryReader } from '../../engine/histories/run-events';

/** Ids of this collector's open chains that no enabled service stands for any more. */
export async function strayChains(
  reader: HistoryReader,
  taskQueue: string,
  configured: readonly string[],
): Promise<string[]> {
  const query =
    `WorkflowType IN ('${WORKFLOW_TYPE}', '${KEV_WORKFLOW_TYPE}', '${EVENTS_WORKFLOW_TYPE}') AND ` +
    openRunsQuery(taskQueue);
  const known = new Set(configured);
  const stray = new Set<string>();
  for await (const { workflowId } of reader.client.workflow.list({ query })) {
    if (!known.has(workflowId)) stray.add(workflowId);
  }
  return [...stray];
}
