import { expect, test } from '@jest/globals';
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { startEmptyEngine } from '../../../client/compile-ahead/empty-engine';

test("the SDK's client takes it for a Temporal that is well, and finds no workflow", async () => {
  const engine = await startEmptyEngine();
  try {
    const connection = await Connection.connect({ address: engine.address });
    try {
      await connection.workflowService.describeNamespace({ namespace: 'any' });
      const handle = new Client({ connection }).workflow.getHandle('any');
      await expect(handle.describe()).rejects.toThrow(WorkflowNotFoundError);
    } finally {
      await connection.close();
    }
  } finally {
    engine.stop();
  }
});
