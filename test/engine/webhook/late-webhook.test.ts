import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { NoticeEvent } from '../../../domain/notices/pull-news';
import { CollectorError } from '../../../errors/collector-error';
import { startServer, type CtciServer } from '../../sources/ctci-server';
import { ListAtHand } from '../pull/stage/list-at-hand';
import { LookupAtHand } from '../pull/stage/lookup-at-hand';
import { RunningCollector, type CollectorUnderTest } from '../pull/stage/running-collector';
import { DAY_MS, goOnFrom, inDays, pull, taken, told, webhookAt } from './stage/told-pulls';

jest.setTimeout(90_000);

let chain: RunningCollector;
let receiver: CtciServer;
let source: ListAtHand;

beforeEach(async () => {
  receiver = await startServer(taken);
  source = new ListAtHand(Array.from({ length: 10 }, (_, index) => [`CVE-2024-${index}`, `product ${index}`]));
});

afterEach(async () => {
  await chain.stop();
  await receiver.close();
});

/** A chain that tells these webhooks, and has delivered. */
async function deliverTo(
  names: readonly string[],
  settings: Partial<CollectorUnderTest['settings']> = {},
): Promise<void> {
  chain = await RunningCollector.start(source, [new LookupAtHand()], settings);
  configure(names);
  await chain.startChain();
  await pull(chain);
}

/** As an edit of the configuration does. */
function configure(names: readonly string[], quietDays: number | null = null): void {
  const quietSeconds = quietDays === null ? null : quietDays * 24 * 3600;
  chain.parts.settings.webhooks = names.map((name) => webhookAt(receiver, { name, quietSeconds }));
}

/** In the order of the alphabet within a pull: its messages go out at once. */
function events(name: string): NoticeEvent[] {
  return told(receiver, name)
    .sort((a, b) => a.report.started_at.localeCompare(b.report.started_at) || a.event.localeCompare(b.event))
    .map(({ event }) => event as NoticeEvent);
}

const broken = new CollectorError('ctci_unauthorized', { seen: 'HTTP 401' });

test.each([[['first']], [[]]])(
  'a webhook that is added while a list is held is told so once: beside %j',
  async (before) => {
    await deliverTo(before);
    source.rows = source.rows.slice(0, 3);
    await pull(chain);
    await pull(chain);
    configure([...before, 'second']);
    await pull(chain);
    await pull(chain);

    expect(events('second')).toEqual(['held']);
    if (before.length > 0) expect(events('first')).toEqual(['delivered', 'held']);
  },
);

const key = { id: 'one', key: randomBytes(32) };

test.each([
  ['plain', {}],
  ['encrypted', { encryption: { enabled: true, keys: [key] } }],
])('a webhook that is added while pulls fail is told so once, and of their end: %s payloads', async (_, settings) => {
  await deliverTo(['first'], settings);
  source.failure = broken;
  await pull(chain);
  await pull(chain);
  configure(['first', 'second']);
  await pull(chain);
  await pull(chain);
  source.failure = null;
  await pull(chain);
  await pull(chain);

  expect(events('first')).toEqual(['delivered', 'failed', 'recovered']);
  expect(events('second')).toEqual(['failed', 'recovered']);
});

test('a webhook that is added while the very first step fails is told so once', async () => {
  const lookup = new LookupAtHand();
  chain = await RunningCollector.start(source, [lookup]);
  lookup.inspectFailure = new CollectorError('devo_unauthorized', { seen: 'HTTP 401' });
  await chain.startChain();
  await pull(chain);
  configure(['late']);
  await pull(chain);
  await pull(chain);
  expect(events('late')).toEqual(['failed']);
});

test('a pull that fails is a failed run, told or not', async () => {
  await deliverTo(['first']);
  source.failure = broken;
  const runId = await chain.runId();
  await pull(chain);
  expect(await chain.endOf(runId)).toMatchObject({ failure: expect.anything() as unknown });
});

test('a webhook that is added when a token ends soon is told so at the first good pull, once', async () => {
  source.tokenExpiresAt = inDays(6);
  await deliverTo(['first']);
  await pull(chain);
  configure(['first', 'second']);
  await pull(chain);
  await pull(chain);

  expect(events('first')).toEqual(['delivered', 'token_ends']);
  expect(events('second')).toEqual(['token_ends']);
});

test('each token that ends soon is told of, whatever another one did', async () => {
  source.tokenExpiresAt = inDays(5);
  await deliverTo(['first']);
  source.tokenExpiresAt = inDays(3);
  await pull(chain);
  await pull(chain);
  source.tokenExpiresAt = inDays(90);
  await pull(chain);
  source.tokenExpiresAt = inDays(2);
  await pull(chain);

  const ends = told(receiver, 'first').filter(({ event }) => event === 'token_ends');
  expect(ends.map(({ reason }) => reason)).toHaveLength(3);
  expect(ends.at(-1)?.reason).toContain(source.tokenExpiresAt);
});

test('a token that ends while a list is held is told of all the same', async () => {
  await deliverTo(['first']);
  source.rows = source.rows.slice(0, 3);
  source.tokenExpiresAt = inDays(3);
  await pull(chain);
  await pull(chain);
  expect(events('first')).toEqual(['delivered', 'held', 'token_ends']);
});

test('a webhook that is added long after the last change is told that nothing is new, once', async () => {
  await deliverTo([]);
  configure(['first'], 7);
  const { list } = await chain.state();
  const since = new Date(Date.now() - 8 * DAY_MS).toISOString();
  await goOnFrom(chain, { list: { ...list, since } });
  await pull(chain);
  await pull(chain);
  configure(['first', 'second'], 7);
  await pull(chain);

  expect(events('first')).toEqual(['nothing_new']);
  expect(events('second')).toEqual(['nothing_new']);
});

test('a state of before all this was remembered goes on, and what was told then is not told again', async () => {
  source.tokenExpiresAt = inDays(6);
  await deliverTo(['first']);
  source.rows = source.rows.slice(0, 3);
  await pull(chain);
  await goOnFrom(chain, { told: undefined } as object);
  await pull(chain);
  expect(events('first')).toEqual(['delivered', 'token_ends', 'held']);
  configure(['first', 'second']);
  await pull(chain);
  expect(events('second')).toEqual(['held', 'token_ends']);
});
