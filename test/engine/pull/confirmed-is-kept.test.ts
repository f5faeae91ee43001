import { cancellationSignal } from '@temporalio/activity';
import { afterEach, expect, jest, test } from '@jest/globals';
import { readChain } from '../../../client/chain/read-chain';
import { stateOfClosedChain } from '../../../client/chain/state-of-closed-chain';
import { CollectorError } from '../../../errors/collector-error';
import { ListAtHand } from './stage/list-at-hand';
import { LookupAtHand } from './stage/lookup-at-hand';
import { RunningCollector } from './stage/running-collector';
import { listStateOf } from '../../../domain/state/any-state';

jest.setTimeout(90_000);

let collector: RunningCollector | undefined;

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
});

/** A list of ten rows that both outputs hold, and then another one. */
async function collectTwo(settings: Parameters<typeof RunningCollector.start>[2] = {}) {
  const source = new ListAtHand(Array.from({ length: 10 }, (_, index) => [`CVE-2024-${index}`, `product ${index}`]));
  const [first, second] = [new LookupAtHand('first'), new LookupAtHand('second')];
  const running = await RunningCollector.start(source, [first, second], settings);
  collector = running;
  await running.startChain();
  await running.pull();
  source.rows = source.rows.slice(1);
  return { source, first, second, collector: running };
}

const PASSING = new CollectorError('devo_server_error', { seen: 'HTTP 503', retryable: true });

/** What must hold after a pull in which `first` confirmed, and the step then ended in whatever way. */
async function expectFirstKept({
  source,
  first,
  second,
  collector: running,
}: Awaited<ReturnType<typeof collectTwo>>): Promise<void> {
  const state = await running.state();
  expect(state.list.digest).toBe(source.digest);
  expect(state.outputs['first']).toMatchObject({ digest: source.digest, in_doubt: null, job: { id: first.newestJob } });
  expect(state.outputs['second']).toMatchObject({ in_doubt: expect.any(String), ledger: expect.any(String) });
  second.failure = null;
  second.before = null;
  expect(await running.pull()).toMatchObject({
    outcome: 'delivered',
    outputs: { first: { outcome: 'up_to_date' }, second: { outcome: 'delivered' } },
  });
  expect(first.deliveries).toHaveLength(2);
  expect([...second.rows.keys()].sort()).toEqual([...first.rows.keys()].sort());
}

test('what one output has confirmed stays confirmed when the worker has another configuration', async () => {
  const world = await collectTwo({ mismatchAttempts: 2, retryForSeconds: 30 });
  world.second.failure = PASSING;
  world.second.before = () => {
    world.collector.parts.settings.fingerprint = 'config-2';
    return Promise.resolve();
  };
  expect(await world.collector.pull()).toMatchObject({
    outcome: 'partial',
    outputs: { first: { outcome: 'delivered' }, second: { outcome: 'failed' } },
  });
  await expectFirstKept(world);
});

test('what one output has confirmed stays confirmed when the next worker lacks the service', async () => {
  const world = await collectTwo({ retryForSeconds: 30 });
  world.second.failure = PASSING;
  world.second.before = () => {
    world.collector.parts.settings.missing = true;
    return Promise.resolve();
  };
  expect(await world.collector.pull()).toMatchObject({
    outcome: 'partial',
    outputs: { first: { outcome: 'delivered' }, second: { outcome: 'failed' } },
  });
  world.collector.parts.settings.missing = false;
  await expectFirstKept(world);
});

test('what one output has confirmed stays confirmed when the chain is cancelled, and started again', async () => {
  const world = await collectTwo();
  let begun: () => void = () => undefined;
  const underWay = new Promise<void>((resolve) => {
    begun = resolve;
  });
  world.second.before = () => {
    begun();
    return new Promise((_, refuse) => {
      cancellationSignal().addEventListener('abort', () => refuse(new Error('aborted')));
    });
  };
  const runId = await world.collector.runId();
  const pulling = world.collector.pull();
  pulling.catch(() => undefined);
  await underWay;
  await world.collector.handle.cancel();
  expect((await world.collector.endOf(runId)).kind).toBe('canceled');
  const { reader, workflowId } = world.collector;
  const chain = await readChain(reader, workflowId);
  const state = listStateOf(await stateOfClosedChain(reader, workflowId, chain!));
  expect(state?.outputs).toMatchObject({
    first: { digest: world.source.digest, in_doubt: null },
    second: { in_doubt: expect.any(String), ledger: expect.any(String) },
  });
  await world.collector.startChain('@every 1h', state!);
  world.second.before = null;
  expect(await world.collector.pull()).toMatchObject({
    outcome: 'delivered',
    outputs: { first: { outcome: 'up_to_date' }, second: { outcome: 'delivered' } },
  });
  expect(world.first.deliveries).toHaveLength(2);
});
