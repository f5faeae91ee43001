import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { EnabledService } from '../config/enabled-services';

/** Looks whether each configured chain exists, and logs an error for one that does not: nothing else would tell. */
export async function watchChains(client: Client, services: readonly EnabledService[], logger: Logger): Promise<void> {
  for (const { input, service, workflowId } of services) {
    const missing = await whyMissing(client, workflowId);
    if (missing) logger.error(`${input}/${service}: no cron is running (${missing}); the list is not being pulled. Start it with "ctci-collector start"`);
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
