import type { IncomingMessage } from 'node:http';
import { afterEach, expect, jest, test } from '@jest/globals';
import type { CheckedStep } from '../../../domain/checked-step';
import { RELEASE_SIGNAL } from '../../../domain/message-names';
import { CollectorError } from '../../../errors/collector-error';
import type { WebhookOptions } from '../../../outputs/webhook/create-webhook';
import { startServer, type CtciServer } from '../../sources/ctci-server';
import { ListAtHand } from '../pull/stage/list-at-hand';
import { LookupAtHand } from '../pull/stage/lookup-at-hand';
import { RunningCollector } from '../pull/stage/running-collector';
import { CANARY, DAY_MS, goOnFrom, inDays, pull, taken, told, webhookAt, type Answer } from './stage/told-pulls';

jest.setTimeout(90_000);

let chain: RunningCollector | undefined;
let receiver: CtciServer | undefined;

afterEach(async () => {
  await chain?.stop();
  chain = undefined;
  await receiver?.close();
});

async function collect(options: Partial<WebhookOptions> = {}, answer: Answer = taken) {
  receiver = await startServer(answer);
  const source = new ListAtHand(Array.from({ length: 10 }, (_, index) => [`CVE-2024-${index}`, `product ${index}`]));
  const lookup = new LookupAtHand();
  const webhook = webhookAt(receiver, options);
  chain = await RunningCollector.start(source, [lookup], { webhooks: [webhook], shrinkLimitPercent: 20 });
  await chain.startChain();
  return { source, lookup, chain, receiver };
}

test('a delivery is told with what has changed, and an unchanged list is not told at all', async () => {
  const { source, chain, receiver } = await collect();
  await pull(chain);
  await pull(chain);
  source.rows = [...source.rows.slice(0, 9), ['CVE-2026-1', 'new']];
  await pull(chain);

  const messages = told(receiver);
  expect(messages.map(({ event }) => event)).toEqual(['delivered', 'delivered']);
  expect(messages[0]).toMatchObject({ input: 'ctci', service: 'cewl', report: { outcome: 'delivered', added: 10 } });
  expect(messages[0]?.link).toContain(chain.workflowId);
  expect(messages[1]?.changes).toEqual({
    added: 1,
    changed: 0,
    removed: 1,
    first: [
      { change: 'added', cve: 'CVE-2026-1' },
      { change: 'removed', cve: 'CVE-2024-9' },
    ],
  });
});

test('a failure is told once however long it lasts, and its end is told too', async () => {
  const { source, chain, receiver } = await collect();
  await pull(chain);
  source.failure = new CollectorError('ctci_unauthorized', { seen: 'HTTP 401' });
  await pull(chain);
  await pull(chain);
  await pull(chain);
  source.failure = null;
  await pull(chain);
  await pull(chain);

  expect(told(receiver).map(({ event }) => event)).toEqual(['delivered', 'failed', 'recovered']);
  expect(told(receiver)[1]).toMatchObject({
    reason: expect.stringContaining('ApiError 401') as unknown,
    remedy: expect.stringContaining('token') as unknown,
    report: { outcome: 'failed' },
  });
});

test('a failure of the very first step is told, although the configuration was never read', async () => {
  const { lookup, chain, receiver } = await collect();
  lookup.inspectFailure = new CollectorError('devo_unauthorized', { seen: 'HTTP 401' });
  await pull(chain);
  await pull(chain);
  lookup.inspectFailure = null;
  await pull(chain);

  expect(told(receiver).map(({ event }) => event)).toEqual(['failed', 'recovered']);
});

test('a held list is told once, and so is its release, with the reason that was given', async () => {
  const { source, chain, receiver } = await collect();
  await pull(chain);
  source.rows = source.rows.slice(0, 3);
  await pull(chain);
  await pull(chain);
  const { held } = await chain.state();
  await chain.handle.signal(RELEASE_SIGNAL, held?.digest, { reason: 'the vendor was merged', at: null, host: null });
  await pull(chain);

  const messages = told(receiver);
  expect(messages.map(({ event }) => event)).toEqual(['delivered', 'held', 'recovered']);
  expect(messages[1]).toMatchObject({ reason: expect.stringContaining('7 of 10 rows would go') as unknown });
  expect(messages[2]).toMatchObject({ reason: expect.stringContaining('released: the vendor was merged') as unknown });
});

test('the end of a token is told once, when it is nearer than seven days', async () => {
  const { source, chain, receiver } = await collect({ events: ['token_ends'] });
  source.tokenExpiresAt = inDays(8);
  await pull(chain);
  expect(told(receiver)).toEqual([]);

  // As if the last good pull had been two days ago, and the token of then.
  source.tokenExpiresAt = inDays(6);
  await goOnFrom(chain, { last_polled_time: Date.now() / 1000 - 2 * 24 * 3600 });
  source.failure = new CollectorError('ctci_server_error', { seen: 'HTTP 500' });
  await pull(chain);
  source.failure = null;
  await pull(chain);
  await pull(chain);
  expect(told(receiver).map(({ event }) => event)).toEqual(['token_ends']);
  expect(told(receiver)[0]).toMatchObject({
    reason: expect.stringContaining(source.tokenExpiresAt) as unknown,
    remedy: expect.stringContaining('new one') as unknown,
    report: { outcome: 'unchanged' },
  });
});

test('the end of a token that the collector renews by itself is told to nobody', async () => {
  const { source, chain, receiver } = await collect({ events: ['token_ends'] });
  source.tokenExpiresAt = inDays(0.01);
  source.renews = true;
  await pull(chain);
  await pull(chain);
  expect(told(receiver)).toEqual([]);
});

test('a list without news is told once, until something has changed', async () => {
  const { source, chain, receiver } = await collect({ events: ['nothing_new'], quietSeconds: 24 * 3600 });
  await pull(chain);
  const since = new Date(Date.now() - DAY_MS - 60_000).toISOString();
  const lately = Date.now() / 1000 - 3600;
  const { list } = await chain.state();
  await goOnFrom(chain, { list: { ...list, since }, last_polled_time: lately });
  await pull(chain);
  await pull(chain);
  expect(told(receiver).map(({ event, reason }) => ({ event, reason }))).toEqual([
    { event: 'nothing_new', reason: `nothing has changed since ${since}` },
  ]);

  source.rows = [...source.rows, ['CVE-2026-1', 'new']];
  await pull(chain);
  await pull(chain);
  expect(told(receiver)).toHaveLength(1);
  const changed = await chain.state();
  expect(Date.parse(changed.list.since ?? '')).toBeGreaterThan(Date.parse(since));
  await goOnFrom(chain, { list: { ...changed.list, since }, last_polled_time: lately });
  await pull(chain);
  expect(told(receiver).map(({ event }) => event)).toEqual(['nothing_new', 'nothing_new']);
});

test('a check asks the receiver without telling it anything, and sends a message when that is wanted', async () => {
  const { chain, receiver } = await collect({ events: ['failed'] });
  const step = (steps: readonly CheckedStep[]): CheckedStep | undefined =>
    steps.find(({ name }) => name === 'output webhook');

  expect(step(await chain.check())).toMatchObject({ ok: true, words: expect.stringContaining('check --webhook') });
  expect(receiver.seen.map(({ method }) => method)).toEqual(['OPTIONS']);
  expect(step(await chain.check({ webhook: true }))).toMatchObject({ ok: true });
  expect(told(receiver)).toMatchObject([
    { event: 'check', service: 'cewl', report: { outcome: 'unchanged', sent: 0 } },
  ]);
});

test('a check tells of a receiver that is not there, and of one that takes no message', async () => {
  const { chain, receiver } = await collect({}, (request, response) => {
    const asks = (request as IncomingMessage).method === 'OPTIONS';
    response.writeHead(asks ? 204 : 403).end();
  });
  const refused = await chain.check({ webhook: true });
  expect(refused.at(-1)).toMatchObject({ name: 'output webhook', ok: false, error: { number: 652 } });
  await receiver.close();
  expect((await chain.check()).at(-1)).toMatchObject({ name: 'output webhook', ok: false, error: { number: 650 } });
});

test('every good pull is pinged, and no other', async () => {
  const pings = await startServer(taken);
  try {
    const { source, chain } = await collect({ pingUrl: `${pings.url}/ping`, events: ['failed'] });
    await pull(chain);
    await pull(chain);
    source.failure = new CollectorError('ctci_unauthorized', { seen: 'HTTP 401' });
    await pull(chain);
    expect(pings.seen.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /ping', 'GET /ping']);
  } finally {
    await pings.close();
  }
});

test('a receiver that never answers delays no delivery, and no pull beyond its bound', async () => {
  const limits = { request: 300, whole: 2_000 } as unknown as NonNullable<WebhookOptions['limits']>;
  const { source, lookup, chain } = await collect({ limits }, () => undefined);
  const started = performance.now();
  expect(await pull(chain)).toMatchObject({ outcome: 'delivered' });
  source.rows = [...source.rows, ['CVE-2026-1', 'new']];
  expect(await pull(chain)).toMatchObject({ outcome: 'delivered' });
  expect(performance.now() - started).toBeLessThan(15_000);
  expect(lookup.rows.size).toBe(11);
});

async function stepsOf(collector: RunningCollector, runId: string): Promise<string[]> {
  const { events } = await collector.reader.client.workflow.getHandle(collector.workflowId, runId).fetchHistory();
  return events?.flatMap(({ activityTaskScheduledEventAttributes: step }) => step?.activityType?.name ?? []) ?? [];
}

test('without a webhook a pull has no step more', async () => {
  const source = new ListAtHand([['CVE-2024-1', 'p']]);
  chain = await RunningCollector.start(source, [new LookupAtHand()]);
  await chain.startChain();
  const runId = await chain.runId();
  await pull(chain);
  expect(await stepsOf(chain, runId)).toEqual(['setup', 'fetchCewl', 'dedupe', 'sendToDevo']);
});

test('without a webhook a pull whose very first step fails has no step more either', async () => {
  const lookup = new LookupAtHand();
  chain = await RunningCollector.start(new ListAtHand([['CVE-2024-1', 'p']]), [lookup]);
  lookup.inspectFailure = new CollectorError('devo_unauthorized', { seen: 'HTTP 401' });
  await chain.startChain();
  const runId = await chain.runId();
  await pull(chain);
  expect(await stepsOf(chain, runId)).toEqual(['setup']);
});

test('no secret of a webhook enters a history', async () => {
  const { chain } = await collect({}, (_request, response) => void response.writeHead(403).end(CANARY));
  const runId = await chain.runId();
  await pull(chain);
  const history = await chain.reader.client.workflow.getHandle(chain.workflowId, runId).fetchHistory();
  const text = withReadablePayloads(JSON.stringify(history));
  expect(text.includes('did not take the message')).toBe(true);
  expect(text.includes(CANARY)).toBe(false);
});

function withReadablePayloads(history: string): string {
  return history.replaceAll(/"data":"([^"]*)"/g, (_, data: string) => Buffer.from(data, 'base64').toString('utf8'));
}
