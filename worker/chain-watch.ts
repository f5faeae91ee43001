import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { EnabledService } from '../config/enabled-services';
import type { CollectorError } from '../errors/collector-error';
import { errorInWords } from '../errors/error-report';
import { openRunsQuery } from '../engine/histories/open-runs-query';
import { taskTrouble } from '../engine/histories/task-trouble';

/** What has to be known of a configured service to find its chain. */
type WatchedService = Pick<EnabledService, 'input' | 'service' | 'workflowId'>;

/**
 * Looks whether each configured chain exists and can go on, and logs an error for one that does not: nothing else would
 * tell. One question for all of them; the answer is a little behind, so a chain that it lacks is asked for by name,
 * and so is one that works.
 */
export async function watchChains(
  client: Client,
  taskQueue: string,
  services: readonly WatchedService[],
  logger: Logger,
): Promise<void> {
  const open = await openChains(client, taskQueue);
  for (const { input, service, workflowId } of services) {
    const stuck = open?.get(workflowId) === 'works' ? await whyStuck(client, workflowId) : null;
    if (stuck) logger.error(`${input}/${service}: ${errorInWords(stuck.report())}`);
    const missing = open?.has(workflowId) ? null : await whyMissing(client, workflowId);
    if (missing)
      logger.error(
        `${input}/${service}: no cron is running (${missing}); the list is not being pulled. Start it with "ctci-collector start"`,
      );
  }
}

/** The open workflows of a task queue by their ids, and what they do; null when the engine does not say. */
async function openChains(client: Client, taskQueue: string): Promise<ReadonlyMap<string, 'waits' | 'works'> | null> {
  const found = new Map<string, 'waits' | 'works'>();
  try {
    for await (const { workflowId, executionTime } of client.workflow.list({ query: openRunsQuery(taskQueue) })) {
      found.set(workflowId, executionTime && executionTime.getTime() > Date.now() ? 'waits' : 'works');
    }
    return found;
  } catch {
    return null; // each is asked for by name then; an engine that is out of reach is Temporal's own line in the log
  }
}

/** Why a run that works cannot go on, or null. */
async function whyStuck(client: Client, workflowId: string): Promise<CollectorError | null> {
  try {
    const { runId, raw } = await client.workflow.getHandle(workflowId).describe();
    return await taskTrouble(client, workflowId, runId, raw.pendingWorkflowTask);
  } catch {
    return null; // it has ended meanwhile, or the engine is out of reach: that is told elsewhere
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
