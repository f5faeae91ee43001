import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { NativeConnection, Worker } from '@temporalio/worker';
import { CollectorError } from '../../../errors/collector-error';
import { createLogger } from '../../../worker/log/logger';
import { problemOf, stateOf, type ServiceFacts } from '../../../worker/watch/service-facts';
import { ServiceWatch } from '../../../worker/watch/service-watch';
import { ListAtHand } from '../pull/stage/list-at-hand';
import { LookupAtHand } from '../pull/stage/lookup-at-hand';
import { RunningCollector } from '../pull/stage/running-collector';
import { until } from '../pull/stage/until';

jest.setTimeout(60_000);

let collector: RunningCollector;

beforeEach(async () => {
  collector = await RunningCollector.start(new ListAtHand([['CVE-2024-1', 'x']]), [new LookupAtHand()]);
});

afterEach(() => collector.stop());

/** A watch over chains, and what it logs. */
function watchOver(workflowIds: readonly string[], few?: number): { watch: ServiceWatch; out: PassThrough } {
  const out = new PassThrough();
  const services = workflowIds.map((workflowId, index) => ({ input: 'ctci', service: `cewl_${index}`, workflowId }));
  const logger = createLogger({ level: 'info', format: 'json', color: false }, (text) => text, out);
  return { watch: new ServiceWatch(collector.reader, collector.taskQueue, services, logger, few), out };
}

/** What the worker's log says after one look. */
async function lookFor(workflowIds: readonly string[]): Promise<string[]> {
  const { watch, out } = watchOver(workflowIds);
  await watch.look();
  watch.say();
  return String(out.read() ?? '')
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { msg: string }).msg);
}

/** What is known of the chain after one look. */
async function factsOf(watch: ServiceWatch): Promise<ServiceFacts> {
  await watch.look();
  const [facts] = watch.facts();
  if (!facts) throw new Error('Nothing is watched');
  return facts;
}

test('a chain never started is an error in the log, with what to do; one that runs never is', async () => {
  await collector.startChain();
  expect(await lookFor([collector.workflowId, `${collector.workflowId}-other`])).toEqual([
    'ctci/cewl_1: no cron is running (there is none on this Temporal); the list is not being ' +
      'pulled. Start it with "ctci-collector start"',
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

test('many chains that run are found by one question', async () => {
  await collector.startChain();
  const { client } = collector.reader;
  await until(async () => (await client.workflow.count(`TaskQueue = '${collector.taskQueue}'`)).count > 0);
  const { watch } = watchOver([collector.workflowId], 0);
  const byName = jest.spyOn(client.workflow, 'getHandle');
  expect(stateOf(await factsOf(watch))).toBe('waiting');
  expect(byName).not.toHaveBeenCalled();
  byName.mockRestore();
});

test('a few chains are asked for by their names alone, and those that wait are told from those that work', async () => {
  await collector.startChain();
  const { client } = collector.reader;
  const { watch } = watchOver([collector.workflowId]);
  const listing = jest.spyOn(client.workflow, 'list');
  expect(stateOf(await factsOf(watch))).toBe('waiting');
  expect(listing).not.toHaveBeenCalled();
  listing.mockRestore();
});

test('a chain that works is asked for by its name at first, and then from time to time only', async () => {
  const heldUp = collector.parts.source.holdUp();
  await collector.startChain('@every 1s');
  const letGo = await heldUp;
  const { watch } = watchOver([collector.workflowId]);
  await until(async () => stateOf(await factsOf(watch)) === 'running');
  const { client } = collector.reader;
  const byName = jest.spyOn(client.workflow, 'getHandle');
  expect([stateOf(await factsOf(watch)), byName.mock.calls.length]).toEqual(['running', 0]);
  const now = performance.now();
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => now + 30_000);
  expect([stateOf(await factsOf(watch)), byName.mock.calls.length]).toEqual(['running', 1]);
  clock.mockRestore();
  byName.mockRestore();
  letGo();
});

test('a watch tells how long ago a chain has gone on with another run', async () => {
  await collector.startChain();
  await collector.pull();
  const { watch } = watchOver([collector.workflowId]);
  await until(async () => stateOf(await factsOf(watch)) === 'waiting');
  const runId = await collector.runId();
  const now = performance.now();
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => now + 300_000);
  await watch.look();
  expect(watch.foundRun()).toBeGreaterThan(200_000);
  await collector.pull();
  await until(async () => (await collector.runId()) !== runId);
  await until(async () => {
    await watch.look();
    return watch.foundRun() < 1_000;
  });
  clock.mockRestore();
});

test('a chain whose run cannot go on is an error in the log, with the failure and what to do', async () => {
  await collector.stopWorkers();
  const connection = await NativeConnection.connect({ address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '' });
  const broken = await Worker.create({
    connection,
    taskQueue: collector.taskQueue,
    workflowsPath: require.resolve('../../end-to-end/running/broken-workflows'),
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

test('the last pull is known from the chain alone, whichever worker made it', async () => {
  const { watch } = watchOver([collector.workflowId]);
  expect(stateOf(await factsOf(watch))).toBe('stopped');
  await collector.startChain();
  await collector.pull();
  await until(async () => (await factsOf(watch)).pull.rows === 1);
  const facts = await factsOf(watch);
  expect(facts.pull).toEqual({
    rows: 1,
    lastGoodPull: expect.closeTo(Date.now() / 1000, -2),
    held: null,
    error: null,
    failingOutputs: [],
  });
  expect([stateOf(facts), problemOf(facts)]).toEqual(['waiting', null]);
});

test('a held list is told of in words, and so is a failure', async () => {
  const { watch } = watchOver([collector.workflowId]);
  await collector.startChain();
  await collector.pull();
  collector.parts.source.rows = [];
  await collector.pull();
  await until(async () => stateOf(await factsOf(watch)) === 'held'); // the run ends after it has answered
  expect(problemOf(await factsOf(watch))).toMatch(/^the list is held: the list is empty/);
  collector.parts.source.failure = new CollectorError('ctci_unauthorized', { seen: 'HTTP 401' });
  await collector.pull().catch(() => undefined);
  await until(async () => (await factsOf(watch)).pull.error !== null);
  const failing = await factsOf(watch);
  expect(failing.pull).toMatchObject({ error: { number: 401 }, rows: 1 });
  expect(problemOf(failing)).toContain('the list is held');
});

test('a run whose task no worker takes is told of', async () => {
  await collector.stopWorkers();
  await collector.startChain('@every 1s');
  const { watch } = watchOver([collector.workflowId]);
  await until(async () => stateOf(await factsOf(watch)) === 'no_worker');
  expect(problemOf(await factsOf(watch))).toContain('EngineError 618');
});
