import { openRunsQuery } from '../../engine/histories/open-runs-query';
import type { HistoryReader } from '../../engine/histories/run-events';
import { CRON_WORKFLOWS } from './cron-workflows';

/** Ids of this collector's open chains that no enabled service stands for any more. */
export async function strayChains(
  reader: HistoryReader,
  taskQueue: string,
  configured: readonly string[],
): Promise<string[]> {
  const types = Object.values(CRON_WORKFLOWS).map((name) => `'${name}'`);
  const query = `WorkflowType IN (${types.join(', ')}) AND ${openRunsQuery(taskQueue)}`;
  const known = new Set(configured);
  const stray = new Set<string>();
  for await (const { workflowId } of reader.client.workflow.list({ query })) {
    if (!known.has(workflowId)) stray.add(workflowId);
  }
  return [...stray];
}
