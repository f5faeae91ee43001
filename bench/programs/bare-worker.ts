import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { z } from 'zod';
import { answerMessages } from './answering';

const messageSchema = z.object({ address: z.string() });
const TASK_QUEUE = 'bare';

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });

/** A worker as the SDK's first example has it: two empty activities, nothing else. */
answerMessages(async (message) => {
  const { address } = messageSchema.parse(message);
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue: TASK_QUEUE,
    workflowsPath: require.resolve('../peers/bare-workflow'),
    activities: { first: () => Promise.resolve(1), second: (given: number) => Promise.resolve(given + 1) },
  });
  void worker.run();
  const client = new Client({ connection: await Connection.connect({ address }) });
  await client.workflow.execute('bare', { taskQueue: TASK_QUEUE, workflowId: 'bare-first' });
  await client.connection.close();
  return { taskQueue: TASK_QUEUE };
});
