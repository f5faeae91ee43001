import { Connection, type Client } from '@temporalio/client';
import { clientRoute } from './engine-proxy';
import { durationOf, millisecondsOf } from '../proto-time';

/** Closed runs stay readable for 30 days; the dev server's own default is one. */
export const RETENTION_MS = 30 * 24 * 60 * 60_000;

const LIMIT_MS = 10_000;

/** Sets how long the engine keeps closed runs. Does nothing where it is so already: the setting is in the database. */
export async function setRetention(
  address: string,
  namespace: string,
  retentionMs: number = RETENTION_MS,
): Promise<void> {
  const connection = await Connection.connect({ ...clientRoute(address, null), connectTimeout: LIMIT_MS });
  try {
    await connection.withDeadline(Date.now() + LIMIT_MS, async () => {
      const { config } = await connection.workflowService.describeNamespace({ namespace });
      if (millisecondsOf(config?.workflowExecutionRetentionTtl) === retentionMs) return;
      await connection.workflowService.updateNamespace({
        namespace,
        config: { workflowExecutionRetentionTtl: durationOf(retentionMs) },
      });
    });
  } finally {
    await connection.close();
  }
}

/** How long the engine keeps closed runs, in milliseconds; null for ever. */
export async function readRetention(client: Client): Promise<number | null> {
  const { config } = await client.workflowService.describeNamespace({ namespace: client.options.namespace });
  return millisecondsOf(config?.workflowExecutionRetentionTtl) || null;
}
