import { afterEach, expect, jest, test } from '@jest/globals';
import { RESET_SIGNAL, STATE_QUERY } from '../../../domain/message-names';
import { EVENTS_WINDOW_MS } from '../../../domain/time-limits';
import { storedHistories } from '../pull/stage/stored-histories';
import { until } from '../pull/stage/until';
import { RunningEvents } from './running-events';

jest.setTimeout(90_000);

let events: RunningEvents;

afterEach(() => events.stop());

test('events arrive once and in order within each table, and a second pull sends nothing', async () => {
  events = await RunningEvents.start({ event_fetch_limit_in_items: 7 });
  events.threatq.create({ count: 40 });
  await events.startChain();
  expect(await events.pull()).toMatchObject({
    outcome: 'delivered',
    received: 40,
    sent: 40,
    added: 40,
    duplicates: 0,
    error: null,
    outputs: { devo: { outcome: 'delivered', sent: 40 } },
  });
  expect(events.ids().sort()).toEqual(
    events.threatq
      .events()
      .map(({ id }) => id)
      .sort(),
  );
  expect(await events.pull()).toMatchObject({ outcome: 'unchanged', sent: 0 });
  expect(events.sink.records).toHaveLength(40);
  expect(await events.state()).toMatchObject({
    version: 1,
    kind: 'events',
    totals: { pulls: 2, sent: 40 },
    reports: [{ sent: 40 }, { sent: 0 }],
  });
  for (const { tag, event } of events.arrived()) {
    expect(tag).toMatch(/^threatintel\.threatquotient\.platform\.[a-z]+$/);
    expect(event).toHaveProperty('@devo_pulling_id');
  }
});

test('what events say reaches Temporal in no step, only what they are known by and how many there were', async () => {
  events = await RunningEvents.start({ event_fetch_limit_in_items: 2 });
  events.threatq.create({ count: 5, title: 'canary-of-an-event' });
  await events.startChain();
  expect(await events.pull()).toMatchObject({ outcome: 'delivered', sent: 5 });
  expect(JSON.stringify(events.arrived())).toContain('canary-of-an-event');
  const kept = await storedHistories(events);
  expect(kept.includes('"delivered"')).toBe(true);
  expect(kept.includes('canary-of-an-event')).toBe(false);
});

test('a reset starts again from the historical date', async () => {
  events = await RunningEvents.start();
  events.threatq.create({ count: 5 });
  await events.startChain();
  await events.pull();
  await events.handle.signal(RESET_SIGNAL, 'again');
  expect(await events.pull()).toMatchObject({ outcome: 'delivered', sent: 5 });
  expect(events.sink.records).toHaveLength(10);
  expect(await events.state()).toMatchObject({ reset_persistence_auth: 'again' });
});

test('within a window new events arrive by themselves, and pullNow is answered by a walk of its own', async () => {
  events = await RunningEvents.start({ request_period_in_seconds: 1 });
  events.threatq.create({ count: 3 });
  await events.startChain('@every 1s');
  await events.sink.waitFor(3);
  events.threatq.create({ count: 2 });
  await events.sink.waitFor(5);
  const runId = await events.runId();
  events.threatq.create({ count: 4 });
  const asked = Date.now();
  const report = await events.pull();
  expect(Date.now() - asked).toBeLessThan(5_000);
  expect(report).toMatchObject({ run_id: runId, error: null });
  expect(events.sink.records).toHaveLength(9);
  const end = await events.endOf(runId);
  expect(end.result?.report).toMatchObject({ outcome: 'delivered', sent: 9 });
  expect(new Set(events.ids()).size).toBe(9);
});

test('a window ends by itself when its time is over, and the next run goes on from there', async () => {
  events = await RunningEvents.start({ request_period_in_seconds: 1 }, { windowMs: 2_500 });
  events.threatq.create({ count: 3 });
  await events.startChain('@every 1s');
  await events.sink.waitFor(3);
  const runId = await events.runId();
  const end = await events.endOf(runId);
  expect(end.result?.report).toMatchObject({ outcome: 'delivered', sent: 3, error: null });
  expect(end.result?.report.duration_ms).toBeGreaterThanOrEqual(1_500);
  events.threatq.create({ count: 2 });
  await events.sink.waitFor(5);
  expect(await events.runId()).not.toBe(runId);
  expect(new Set(events.ids()).size).toBe(5);
  // What the workflow itself gives a window, counted from when the step was due.
  expect(events.windows[0]).toBeLessThanOrEqual(EVENTS_WINDOW_MS);
  expect(events.windows[0]).toBeGreaterThan(EVENTS_WINDOW_MS - 30_000);
});

test('a reset in a window ends it, and the next run begins at the historical date', async () => {
  events = await RunningEvents.start({ request_period_in_seconds: 2 });
  events.threatq.create({ count: 3 });
  await events.startChain('@every 2s');
  await events.sink.waitFor(3);
  const runId = await events.runId();
  await events.handle.signal(RESET_SIGNAL, 'again');
  const end = await events.endOf(runId);
  expect(end.result?.state).toMatchObject({ reset_persistence_auth: 'again', cursor: null });
  await events.sink.waitFor(6);
});

test('a worker told to stop ends its window with what is confirmed: nothing lost, a page sent twice', async () => {
  events = await RunningEvents.start({ request_period_in_seconds: 1, event_fetch_limit_in_items: 3 });
  events.threatq.create({ count: 20 });
  await events.startChain('@every 1s');
  await events.sink.waitFor(4);
  await events.stopWorkers();
  await events.addWorker();
  await until(() => Promise.resolve(new Set(events.ids()).size === 20));
  expect(events.ids().length).toBeLessThanOrEqual(23);
});

test('a wrong password fails the pull with the number of the old collector, and keeps the place', async () => {
  events = await RunningEvents.start();
  events.threatq.setPassword('another');
  await events.startChain();
  await expect(events.pull()).rejects.toMatchObject({
    cause: {
      details: [
        { number: 100, name: 'InitVariablesError' },
        { outcome: 'failed', sent: 0 },
      ],
    },
  });
});

test('what was sent stays sent when the sink goes away, and the rest follows', async () => {
  events = await RunningEvents.start({ event_fetch_limit_in_items: 4, retry_for_seconds: 0 });
  events.threatq.create({ count: 10 });
  await events.startChain();
  events.sink.failNext({ kind: 'reset', afterBytes: 0 } as never);
  await events.pull().catch(() => undefined);
  await events.pull();
  expect(new Set(events.ids()).size).toBe(10);
});

test('the state can be asked for while a window is walked, and it holds no event', async () => {
  events = await RunningEvents.start({ request_period_in_seconds: 1 });
  events.threatq.create({ count: 3 });
  await events.startChain('@every 1s');
  await events.sink.waitFor(3);
  const state = await events.handle.query(STATE_QUERY);
  expect(state).toMatchObject({ kind: 'events' });
  const { events: history } = await events.handle.fetchHistory();
  const title = String(events.arrived()[0]?.event['title']);
  expect(JSON.stringify(history)).not.toContain(title);
});

test('a preview tells ids alone, and what was delivered can be counted at the server', async () => {
  events = await RunningEvents.start();
  const [first] = events.threatq.create({ count: 4 });
  await events.startChain();
  await events.pull();
  events.threatq.create({ count: 2 });
  const found = await events.inspect(await events.state());
  expect(found).toMatchObject({
    outcome: 'would_deliver',
    received: 6,
    duplicates: 4,
    total: 6,
    window: { delivered: 4 },
  });
  expect(found.added).toHaveLength(2);
  expect(found.added).not.toContain(String(first));
  expect(events.sink.records).toHaveLength(4);
});

test('each step of a check is tried, and a wrong password is told where it is', async () => {
  events = await RunningEvents.start();
  expect(await events.check()).toMatchObject([
    { name: 'ThreatQuotient credentials', ok: true },
    { name: 'ThreatQuotient events', ok: true },
    { name: 'output devo', ok: true },
  ]);
  events.threatq.setPassword('another');
  events.threatq.forgetTokens();
  await events.stopWorkers();
  await events.addWorker();
  expect(await events.check()).toMatchObject([
    { ok: false, error: { number: 100 } },
    { ok: false, error: { number: 100 } },
    { ok: true },
  ]);
});
