import { afterEach, expect, jest, test } from '@jest/globals';
import { CollectorError } from '../../../errors/collector-error';
import { EventsAtHand } from './stage/events-at-hand';
import { ListAtHand } from './stage/list-at-hand';
import { LookupAtHand } from './stage/lookup-at-hand';
import { RunningCollector } from './stage/running-collector';

jest.setTimeout(60_000);

let collector: RunningCollector | undefined;

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
});

const NEVER = (): Promise<never> => new Promise(() => undefined);
const LIMIT_MS = 300;

async function collect(outputs: ConstructorParameters<typeof LookupAtHand>[0][] = ['only']) {
  const source = new ListAtHand([
    ['CVE-2024-1', 'one'],
    ['CVE-2024-2', 'two'],
  ]);
  const lookups = outputs.map((name) => new LookupAtHand(name));
  const callLimits = { authenticate: LIMIT_MS, fetchList: LIMIT_MS, inspect: LIMIT_MS, deliver: LIMIT_MS };
  const running = await RunningCollector.start(source, lookups, { callLimits, retryForSeconds: 1 });
  collector = running;
  await running.startChain();
  return { source, lookups, collector: running };
}

test('a login that nobody answers fails the pull when the retry window is over, and is named', async () => {
  const { source, collector } = await collect();
  source.silentLogin = true;
  await expect(collector.pull()).rejects.toMatchObject({
    cause: { message: expect.stringMatching(/ApiError 408: .*the login was not over within 0\.3 s/) },
  });
});

test('a download that never ends is named', async () => {
  const { source, collector } = await collect();
  const arrived = source.holdUp();
  const pulling = collector.pull();
  await arrived;
  await expect(pulling).rejects.toMatchObject({
    cause: { message: expect.stringMatching(/ApiError 408: .*getting the list/) },
  });
});

test('an output that never answers is named, whatever it is asked for, and starves no other', async () => {
  const {
    lookups: [bad, good],
    collector,
  } = await collect(['bad', 'good']);
  bad!.before = NEVER;
  expect(await collector.pull()).toMatchObject({
    outcome: 'partial',
    outputs: {
      good: { outcome: 'delivered' },
      bad: { error: { number: 503, message: expect.stringContaining('the delivery to bad') } },
    },
  });
  bad!.holdUpInspection().catch(() => undefined);
  Object.assign(bad!, { inspect: NEVER });
  expect(await collector.pull()).toMatchObject({
    outcome: 'partial',
    outputs: {
      good: { outcome: 'up_to_date' },
      bad: { error: { number: 503, message: expect.stringContaining('looking at bad') } },
    },
  });
  expect(good!.deliveries).toHaveLength(1);
});

test('an output that fails for a moment does not keep the next one waiting until it is tried again', async () => {
  const source = new ListAtHand([['CVE-2024-1', 'one']]);
  const [events, lookup] = [new EventsAtHand(), new LookupAtHand()];
  const running = await RunningCollector.start(source, [events, lookup], { retryForSeconds: 30 });
  collector = running;
  events.loses = { after: 0, error: new CollectorError('devo_server_error', { seen: 'HTTP 503', retryable: true }) };
  const order: string[] = [];
  lookup.before = () => {
    order.push(`lookup after ${events.told.length} events`);
    events.loses = null;
    return Promise.resolve();
  };
  await running.startChain();
  expect(await running.pull()).toMatchObject({ outcome: 'delivered' });
  expect(order).toEqual(['lookup after 1 events']);
  expect(lookup.deliveries).toHaveLength(1);
});
