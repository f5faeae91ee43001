import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { NativeConnection, Worker } from '@temporalio/worker';
import { watchChains } from '../../../worker/chain-watch';
import { createLogger } from '../../../worker/logger';
import { ListAtHand } from './stage/list-at-hand';
import { LookupAtHand } from './stage/lookup-at-hand';
import { RunningCollector } from './stage/running-collector';
import { until } from './stage/until';

jest.setTimeout(60_000);

let collector: RunningCollector;

beforeEach(async () => {
  collector = await RunningCollector.start(new ListAtHand([['CVE-2024-1', 'x']]), [new LookupAtHand()]);
});

afterEach(() => collector.stop());

/** What the worker's log says after one look. */
async function lookFor(workflowIds: readonly string[]): Promise<string[]> {
  const out = new PassThrough();
  const services = workflowIds.map((workflowId, index) => ({ input: 'ctci', service: `cewl_${index}`, workflowId }));
  await watchChains(
    collector.reader.client,
    collector.taskQueue,
    services,
    createLogger({ level: 'info', format: 'json', color: false }, (text) => text, out),
  );
  return String(out.read() ?? '')
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { msg: string }).msg);
}

test('a chain that was never started is an error in the log, with what to do; one that runs is not, from its first moment on', async () => {
  await collector.startChain();
  expect(await lookFor([collector.workflowId, `${collector.workflowId}-other`])).toEqual([
    'ctci/cewl_1: no cron is running (there is none on this Temporal); the list is not being pulled. Start it with "ctci-collector start"',
  ]);
});

test('a chain that somebody has ended is an error that says how', async () => {
  await collector.startChain();
  await collector.handle.terminate();
  await until(async () => (await lookFor([collector.workflowId])).length > 0);
  expect(await lookFor([collector.workflowId])).toEqual([
    expect.stringMatching(/^ctci\/cewl_0: no cron is running \(the chain was terminated\)/),
  ]);
});

test('chains that run are found by one question, however many they are', async () => {
  await collector.startChain();
  const { client } = collector.reader;
  await until(async () => (await client.workflow.count(`TaskQueue = '${collector.taskQueue}'`)).count > 0);
  const byName = jest.spyOn(client.workflow, 'getHandle');
  expect(await lookFor([collector.workflowId])).toEqual([]);
  expect(byName).not.toHaveBeenCalled();
  byName.mockRestore();
});

test('a chain whose run cannot go on is an error in the log, with the words of the failure and what to do', async () => {
  await collector.stopWorkers();
  const connection = await NativeConnection.connect({ address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '' });
  const broken = await Worker.create({
    connection,
    taskQueue: collector.taskQueue,
    workflowsPath: require.resolve('../../end-to-end/broken-workflows'),
  });
  const running = broken.run();
  await collector.startChain('@every 1s');
  await until(async () => (await lookFor([collector.workflowId])).length > 0);
  expect(await lookFor([collector.workflowId])).toEqual([
    expect.stringMatching(/^ctci\/cewl_0: EngineError 614: .*the code of the worker is broken.*ctci-collector stop/),
  ]);
  broken.shutdown();
  await running;
  await connection.close();
});
