import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { startTcpProxy, type TcpProxy } from '../../../bench/faults/wires/tcp-proxy';
import { type PullAnswer, pullNow } from '../../../client/chain/pull-now';
import { askWorker } from '../../../client/chain/ask-worker';
import { inSilence } from '../../../client/waiting/waiting';
import { CHECK_WORKFLOW_TYPE } from '../../../domain/message-names';
import { ListAtHand } from './stage/list-at-hand';
import { LookupAtHand } from './stage/lookup-at-hand';
import { RunningCollector } from './stage/running-collector';
import { until } from './stage/until';

// Temporal gives a task that was lost on its way again after 10 s.
jest.setTimeout(90_000);

const GIVEN = temporal.api.enums.v1.PendingWorkflowTaskState.PENDING_WORKFLOW_TASK_STATE_STARTED;
const PULL_LIMIT_MS = 60_000;

let wire: TcpProxy;
let collector: RunningCollector;

beforeEach(async () => {
  wire = await startTcpProxy(Number(process.env['TEST_TEMPORAL_ADDRESS']?.split(':').pop()));
  collector = await RunningCollector.start(
    new ListAtHand([['CVE-2024-1', 'one']]),
    [new LookupAtHand('only')],
    {},
    `127.0.0.1:${wire.port}`,
  );
  await collector.startChain();
  await collector.pull();
});

afterEach(async () => {
  wire.heal();
  await collector.stop();
  await wire.close();
});

/** Asks for a pull on a wire that lets nothing through, and returns when Temporal has given the task to a worker. */
async function askOverStillWire(): Promise<{ readonly pulled: Promise<PullAnswer> }> {
  wire.stall();
  const pulled = pullNow(collector.reader, collector.workflowId, PULL_LIMIT_MS, { waitFor: inSilence });
  pulled.catch(() => undefined);
  await until(async () => (await collector.handle.describe()).raw.pendingWorkflowTask?.state === GIVEN);
  return { pulled };
}

test('a request lost with the connection of a worker is taken by its next one, and the pull is reported', async () => {
  const { pulled } = await askOverStillWire();
  wire.reset();
  wire.heal();
  expect(await pulled).toMatchObject({ report: { outcome: 'unchanged' } });
});

test('a request that was lost with the last worker ends in words that say so', async () => {
  const { pulled } = await askOverStillWire();
  wire.reset();
  wire.refuse();
  await expect(pulled).rejects.toMatchObject({
    id: 'no_worker',
    message: expect.stringMatching(/a worker that had it did not answer, and nobody took it again within 10 s/),
  });
});

test('a preview, a check or a comparison that was lost with the last worker ends in words as well', async () => {
  wire.stall();
  const { reader, taskQueue, workflowId } = collector;
  const start = jest.spyOn(reader.client.workflow, 'start');
  const asked = askWorker(
    { reader, loaded: { taskQueue, config: { globals: {} } } },
    { input: 'ctci', service: 'cewl', workflowId },
    CHECK_WORKFLOW_TYPE,
  );
  asked.catch(() => undefined);
  await until(async () => {
    const handle = (await start.mock.results[0]?.value) as WorkflowHandle | undefined;
    return (await handle?.describe())?.raw.pendingWorkflowTask?.state === GIVEN;
  });
  wire.reset();
  wire.refuse();
  await expect(asked).rejects.toMatchObject({ id: 'no_worker', message: expect.stringContaining(taskQueue) });
});
