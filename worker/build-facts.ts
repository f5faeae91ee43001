import { release, type } from 'node:os';
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { version } from '../package.json';

/** One line that says what runs here, for whoever reads the log later. */
export async function logBuildFacts(client: Client, logger: Logger, address: string): Promise<void> {
  const { serverVersion } = await client.workflowService.getSystemInfo({});
  logger.info(
    `Build facts: ctci-collector ${version}, Node ${process.version}, ${type()} ${release()} ` +
      `${process.arch}, Temporal server ${serverVersion} at ${address}`,
  );
}
