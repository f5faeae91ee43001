import { Client, Connection } from '@temporalio/client';

/** The least that a client of Temporal can do: connect, describe one workflow, print, end. */
async function main([workflowId = '']: readonly string[]): Promise<void> {
  const connection = await Connection.connect({ address: process.env['TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233' });
  const { status, runId } = await new Client({ connection }).workflow.getHandle(workflowId).describe();
  console.log(`${workflowId} ${status.name} ${runId}`);
  await connection.close();
}

void main(process.argv.slice(2));
