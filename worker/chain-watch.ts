import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { EnabledService } from '../config/enabled-services';
import { openRunsQuery } from '../engine/open-runs-query';

/** What has to be known of a configured service to find its chain. */
type WatchedService = Pick<EnabledService, 'input' | 'service' | 'workflowId'>;

/**
 * Looks whether each configured chain exists, and logs an error for one that does not: nothing else would tell. One
 * question for all of them; the answer is a little behind, so a chain that it lacks is asked for by name.
 */
export async function watchChains(client: Client, taskQueue: string, services: readonly WatchedService[], logger: Logger): Promise<void> {
  const open = await openChains(client, taskQueue);
  for (const { input, service, workflowId } of services) {
    const missing = open?.has(workflowId) ? null : await whyMissing(client, workflowId);
    if (missing) logger.error(`${input}/${service}: no cron is running (${missing}); the list is not being pulled. Start it with "ctci-collector start"`);
  }
}

/** Ids of the open workflows of a task queue; null when the engine does not say. */
async function openChains(client: Client, taskQueue: string): Promise<ReadonlySet<string> | null> {
  const found = new Set<string>();
  try {
    for await (const { workflowId } of client.workflow.list({ query: openRunsQuery(taskQueue) })) found.add(workflowId);
    return found;
  } catch {
    return null; // each is asked for by name then; an engine that is out of reach is Temporal's own line in the log
  }
}

async function whyMissing(client: Client, workflowId: string): Promise<string | null> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING' ? null : `the chain was ${status.name.toLowerCase()}`;
  } catch (error) {
    // An engine that is out of reach is Temporal's own line in the log, once it is known for sure.
    return error instanceof WorkflowNotFoundError ? 'there is none on this Temporal' : null;
  }
}
