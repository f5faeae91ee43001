import { afterEach, expect, jest, test } from '@jest/globals';
import { CollectorError } from '../../../errors/collector-error';
import { RELEASE_SIGNAL, RESET_SIGNAL, STATE_QUERY } from '../../../domain/message-names';
import type { PullState } from '../../../domain/state/pull-state';
import { ListAtHand } from './stage/list-at-hand';
import { LookupAtHand } from './stage/lookup-at-hand';
import { RunningCollector } from './stage/running-collector';
import { until } from './stage/until';

jest.setTimeout(60_000);

let collector: RunningCollector | undefined;

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
});

async function collect(settings: Parameters<typeof RunningCollector.start>[2] = {}) {
  const source = new ListAtHand(Array.from({ length: 10 }, (_, index) => [`CVE-2024-${index}`, `product ${index}`]));
  const lookup = new LookupAtHand();
  collector = await RunningCollector.start(source, [lookup], settings);
  await collector.startChain();
  return { source, lookup, collector };
}

test('a reset that arrives while the run waits does not wake it, and the next pull delivers everything', async () => {
  const { source, collector } = await collect();
  await collector.pull();
  await collector.handle.signal(RESET_SIGNAL, 'v2');
  expect(source.downloads).toBe(1);
  expect(await collector.pull()).toMatchObject({
    outcome: 'delivered',
    added: 0,
    changed: 0,
    removed: 0,
    sent: 10,
    outputs: { devo_lookup: { why: 'reset' } },
  });
  expect(await collector.state()).toMatchObject({ reset_persistence_auth: 'v2', deliver_all: false });
});

test('a reset before the very first pull is kept, and an unchanged configuration does not undo it', async () => {
  const { collector } = await collect();
  await collector.handle.signal(RESET_SIGNAL, 'v2');
  await collector.pull();
  expect(await collector.state()).toMatchObject({
    reset_persistence_auth: 'v2',
    configured_reset: '',
    deliver_all: false,
  });
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged' });
});

test('the same value has no effect, and two signals with one value count once', async () => {
  const { collector } = await collect();
  await collector.pull();
  await collector.handle.signal(RESET_SIGNAL, 'v2');
  await collector.handle.signal(RESET_SIGNAL, 'v2');
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', sent: 10 });
  await collector.handle.signal(RESET_SIGNAL, 'v2');
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged', sent: 0 });
});

test('a reset that arrives while a run works is in the state that this run returns', async () => {
  const { source, collector } = await collect();
  const arrived = source.holdUp();
  const pulling = collector.pull();
  const letGo = await arrived;
  await collector.handle.signal(RESET_SIGNAL, 'v2');
  letGo();
  expect(await pulling).toMatchObject({ outcome: 'delivered', sent: 10 });
  expect(await collector.state()).toMatchObject({
    reset_persistence_auth: 'v2',
    deliver_all: true,
    list: { digest: null, rows: 10 },
  });
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', sent: 10 });
});

test('a run that consumed a reset and then fails returns with the failure, so that the reset is not lost', async () => {
  const { source, collector } = await collect();
  await collector.pull();
  await collector.handle.signal(RESET_SIGNAL, 'v2');
  source.failure = new CollectorError('ctci_not_found', { seen: 'HTTP 404' });
  const runId = await collector.runId();
  await expect(collector.pull()).rejects.toMatchObject({ cause: { message: expect.stringContaining('ApiError 404') } });
  const end = await collector.endOf(runId);
  expect(end).toMatchObject({
    kind: 'completed',
    result: { report: { outcome: 'failed', error: { number: 404 } }, state: { deliver_all: true } },
  });
  source.failure = null;
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', sent: 10 });
});

test('an edited value in the configuration resets; a signalled one is not undone by an unchanged one', async () => {
  const { collector } = await collect({ resetPersistenceAuth: 'a' });
  await collector.pull();
  await collector.handle.signal(RESET_SIGNAL, 'signalled');
  await collector.pull();
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged' });
  collector.parts.settings.resetPersistenceAuth = 'b';
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', sent: 10 });
  expect(await collector.state()).toMatchObject({ reset_persistence_auth: 'b', configured_reset: 'b' });
});

test('two callers of pullNow at once are served by one pull', async () => {
  const { source, lookup, collector } = await collect();
  const arrived = lookup.holdUpInspection();
  const [one, two] = await Promise.all([collector.ask(), collector.ask()]);
  (await arrived)();
  expect(await one()).toEqual(await two());
  expect(source.downloads).toBe(1);
});

test('pullNow is refused once the run has asked for the list', async () => {
  const { source, collector } = await collect();
  const arrived = source.holdUp();
  const pulling = collector.pull();
  const letGo = await arrived;
  await expect(collector.pull()).rejects.toMatchObject({ cause: { type: 'PullUnderWay' } });
  letGo();
  await pulling;
});

test('the query shows the state of a working run', async () => {
  const { source, collector } = await collect();
  await collector.pull();
  source.rows = source.rows.slice(1);
  const arrived = source.holdUp();
  const pulling = collector.pull();
  const letGo = await arrived;
  expect(await collector.handle.query<PullState>(STATE_QUERY)).toMatchObject({ list: { rows: 10 } });
  letGo();
  await pulling;
});

test('a list that shrinks too much is held: nothing is sent, the old one stays, until it recovers', async () => {
  const { source, lookup, collector } = await collect();
  await collector.pull();
  const whole = source.rows;
  source.rows = whole.slice(0, 7);
  expect(await collector.pull()).toMatchObject({
    outcome: 'held',
    sent: 0,
    held: { reason: 'shrunk', missing: 3, of: 10, percent: 30, limit_percent: 20 },
  });
  expect(lookup.rows.size).toBe(10);
  const { since } = (await collector.state()).held!;
  expect(await collector.pull()).toMatchObject({ outcome: 'held', held: { since } });
  source.rows = whole;
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged' });
  expect((await collector.state()).held).toBeNull();
});

test('an empty list and the restricted list are held, also at first', async () => {
  const { source, lookup, collector } = await collect({ shrinkLimitPercent: 100 });
  source.rows = [];
  expect(await collector.pull()).toMatchObject({ outcome: 'held', held: { reason: 'empty' } });
  source.rows = Array.from({ length: 24 }, (_, index) => [`CVE-2019-${index}`, 'old']);
  expect(await collector.pull()).toMatchObject({ outcome: 'held', held: { reason: 'restricted' } });
  expect(lookup.deliveries).toHaveLength(0);
});

test('a held list passes once when it is released, and only the very list that was shown', async () => {
  const { source, lookup, collector } = await collect();
  await collector.pull();
  const whole = source.rows;
  source.rows = whole.slice(0, 5);
  await collector.pull();
  const { digest } = (await collector.state()).held!;
  await collector.handle.signal(RELEASE_SIGNAL, 'another digest');
  expect(await collector.pull()).toMatchObject({ outcome: 'held' });
  await collector.handle.signal(RELEASE_SIGNAL, digest);
  source.rows = whole.slice(0, 4);
  expect(await collector.pull()).toMatchObject({ outcome: 'held', held: { missing: 6, released: false } });
  source.rows = whole.slice(0, 5);
  await collector.pull();
  const release = { reason: 'the vendor was merged', at: '2026-11-26T09:00:00.000Z', host: 'host7' };
  await collector.handle.signal(RELEASE_SIGNAL, digest, release);
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', removed: 5, release });
  expect((await collector.state()).reports.at(-1)).toMatchObject({ release });
  expect(lookup.rows.size).toBe(5);
  expect((await collector.state()).held).toBeNull();
});

test('a reset never releases a held list', async () => {
  const { source, lookup, collector } = await collect();
  await collector.pull();
  source.rows = source.rows.slice(0, 5);
  await collector.pull();
  await collector.handle.signal(RESET_SIGNAL, 'v2');
  expect(await collector.pull()).toMatchObject({ outcome: 'held' });
  expect(lookup.rows.size).toBe(10);
  expect(await collector.state()).toMatchObject({ deliver_all: true, held: { missing: 5 } });
});

test('a step on a worker with another configuration waits for one with the same', async () => {
  const { source, collector } = await collect();
  await collector.pull();
  const arrived = source.holdUp();
  const pulling = collector.pull();
  const letGo = await arrived;
  collector.parts.settings.fingerprint = 'config-2';
  source.rows = source.rows.slice(1);
  letGo();
  await until(async () => (await lastFailureOfAStep(collector)) === 'ConfigMismatch');
  collector.parts.settings.fingerprint = 'config-1';
  expect(await pulling).toMatchObject({ outcome: 'delivered', removed: 1 });
});

async function lastFailureOfAStep(running: RunningCollector): Promise<string | undefined> {
  const { raw } = await running.handle.describe();
  return raw.pendingActivities?.[0]?.lastFailure?.applicationFailureInfo?.type ?? undefined;
}

test('a state that cannot be read is handed on as it is, also when a signal waits', async () => {
  const source = new ListAtHand([['CVE-2024-1', 'x']]);
  collector = await RunningCollector.start(source, [new LookupAtHand()]);
  await collector.startChain('@every 1h', { version: 99 } as never);
  await collector.handle.signal(RESET_SIGNAL, 'v2');
  await expect(collector.pull()).rejects.toMatchObject({
    cause: { message: expect.stringContaining('EngineError 605') },
  });
  await expect(collector.pull()).rejects.toMatchObject({
    cause: { message: expect.stringContaining('EngineError 605') },
  });
  expect(source.downloads).toBe(0);
});

test('a reset that arrives during setup still counts for the pull that is asked for after it', async () => {
  const { lookup, collector } = await collect();
  await collector.pull();
  const arrived = lookup.holdUpInspection();
  const first = await collector.ask();
  const letGo = await arrived;
  await collector.handle.signal(RESET_SIGNAL, 'v2');
  const second = await collector.ask();
  letGo();
  expect(await second()).toMatchObject({ outcome: 'delivered', sent: 10 });
  expect(await first()).toEqual(await second());
});
