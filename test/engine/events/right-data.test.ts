import { afterEach, expect, jest, test } from '@jest/globals';
import type { OddEventRequest } from '../../../simulators/threatquotient/events/odd-event';
import { RunningEvents } from './running-events';

jest.setTimeout(90_000);

let events: RunningEvents;

afterEach(() => events.stop());

test('within a table events arrive in the order of updated_at, whatever pages and batches they came in', async () => {
  events = await RunningEvents.start({ event_fetch_limit_in_items: 40 }, { threatq: { seed: 7 } });
  const now = Math.floor(Date.now() / 1000);
  for (let step = 0; step < 60; step += 1)
    events.threatq.create({ count: 5, at: now - 3_600 + ((step * 37) % 60) * 60 });
  await events.startChain();
  events.threatq.fail({ fault: 'then-update', count: 3, requests: 3 });
  expect(await events.pull()).toMatchObject({ error: null });
  await events.pull();
  const last = new Map<string, string>();
  for (const { tag, event } of events.arrived()) {
    const time = String(event['updated_at']);
    expect([tag, time >= (last.get(tag) ?? '')]).toEqual([tag, true]);
    last.set(tag, time);
  }
  const versions = events.arrived().map(({ event }) => `${String(event['id'])} ${String(event['updated_at'])}`);
  expect(new Set(versions).size).toBe(versions.length);
  expect(new Set(events.ids()).size).toBe(300);
  expect(last.size).toBeGreaterThan(5);
});

test('an event that the sink does not bear is told by its id and counted, and everything else arrives', async () => {
  events = await RunningEvents.start({}, { sink: { recordLimitBytes: 200_000 } });
  events.threatq.create({ count: 3 });
  const large = events.threatq.createOdd({ odd: 'large', bytes: 1_000_000 });
  events.threatq.create({ count: 3 });
  await events.startChain();
  const report = await events.pull();
  expect(report).toMatchObject({
    outcome: 'partial',
    received: 7,
    sent: 6,
    refused: 1,
    error: { number: 512, setting: 'outputs.devo', message: expect.stringContaining(String(large)) },
    outputs: { devo: { outcome: 'delivered', sent: 6, refused: 1, error: { number: 512 } } },
  });
  expect(events.ids()).not.toContain(large);
  expect(new Set(events.ids()).size).toBe(6); // those before it may come twice: the connection was lost over it
  expect(events.lines).toContainEqual(expect.stringMatching(new RegExp(`event ${String(large)}, 1,000,\\d{3} bytes`)));
  // It is not tried again and again: it comes back when it changes.
  expect(await events.pull()).toMatchObject({ outcome: 'unchanged', error: null, sent: 0 });
  expect((await events.state()).reports).toMatchObject([{ refused: 1, sent: 6, error_number: 512 }, { sent: 0 }]);
});

test('while one of two outputs is away the other gets each event once; afterwards both have everything', async () => {
  events = await RunningEvents.start({ retry_for_seconds: 0 }, { second: true });
  events.threatq.create({ count: 5 });
  await events.startChain();
  const away = (): void => {
    for (let time = 0; time < 4; time += 1) events.secondSink.failNext({ kind: 'reset', afterBytes: 0 });
  };
  for (let pull = 0; pull < 3; pull += 1) {
    away();
    const report = await events.pull();
    expect(report).toMatchObject({ outputs: { second: { outcome: 'failed', sent: 0, error: expect.anything() } } });
    events.threatq.create({ count: 2 });
  }
  expect(new Set(events.ids()).size).toBe(events.ids().length);
  expect(events.ids()).toHaveLength(9);
  while (events.secondSink.received() < 11) await events.pull().catch(() => undefined);
  const all = events.threatq.events().map(({ id }) => id);
  expect([...events.ids()].sort()).toEqual(all);
  expect([...new Set(events.ids(events.secondSink))].sort()).toEqual(all);
  expect(await events.pull()).toMatchObject({ outcome: 'unchanged', sent: 0 });
});

/** What must come of each element that no honest server would send. */
const ODD: readonly (readonly [OddEventRequest, 'delivered' | 'left out'])[] = [
  [{ odd: 'text' }, 'left out'],
  [{ odd: 'null' }, 'left out'],
  [{ odd: 'array' }, 'left out'],
  [{ odd: 'no-id' }, 'delivered'],
  [{ odd: 'id-as-text' }, 'delivered'],
  [{ odd: 'no-updated-at' }, 'delivered'],
  [{ odd: 'no-date' }, 'delivered'],
  [{ odd: 'next-year' }, 'delivered'],
  [{ odd: 'nul' }, 'delivered'],
  [{ odd: 'lone-surrogate' }, 'delivered'],
  [{ odd: 'large', bytes: 10_000_000 }, 'delivered'],
  [{ odd: 'deep', levels: 10_000 }, 'delivered'],
  [{ odd: 'duplicate-keys' }, 'delivered'],
  [{ odd: 'numbers' }, 'delivered'],
  [{ odd: 'spaced' }, 'delivered'],
];

test('odd elements are delivered as they are or told, the walk goes on, and nothing else is lost', async () => {
  events = await RunningEvents.start({ event_fetch_limit_in_items: 6 });
  const good: number[] = [];
  for (const [odd] of ODD) {
    events.threatq.createOdd(odd);
    good.push(...events.threatq.create({ count: 2 }));
  }
  await events.startChain();
  const report = await events.pull();
  const delivered = ODD.filter(([, end]) => end === 'delivered').length;
  expect(report).toMatchObject({
    outcome: 'delivered',
    error: null,
    sent: delivered + good.length,
    without_key: 4,
  });
  expect(report.received - report.duplicates).toBe(3 * ODD.length);
  const texts = events.sink.records.map((record) => record.toString('utf8'));
  expect(texts).toHaveLength(delivered + good.length);
  expect(events.ids()).toEqual(expect.arrayContaining(good));
  for (const member of [
    '"title":"without an id"',
    '"title":"id as text"',
    '"title":"without a time"',
    '"updated_at":"yesterday"',
    '"title":"next year"',
    '"description":"a\\u0000b"',
    '"description":"a\\ud800b"',
    '"note":1,"note":2',
    '"score":1.50,"big":12345678901234567890,"small":1E-7,"zero":-0',
    '"10":"ten", "9":"nine"',
    '['.repeat(10_000),
    'x'.repeat(10_000_000),
  ]) {
    expect([member.slice(0, 60), texts.filter((text) => text.includes(member)).length]).toEqual([
      member.slice(0, 60),
      1,
    ]);
  }
  expect(events.lines.filter((line) => /An element that is no event was left out/.test(line))).toHaveLength(3);
  expect(events.lines).toContainEqual(expect.stringMatching(/without an id is delivered/));
  expect(events.lines.filter((line) => /has no updated_at that is a time/.test(line))).toHaveLength(2);
  // The date of next year is not where the next walk begins, and what is odd does not come again.
  const { cursor } = await events.state();
  expect(Date.parse(cursor ?? '')).toBeLessThan(Date.now() + 60_000);
  const [later] = events.threatq.create({ count: 1 });
  expect(await events.pull()).toMatchObject({ outcome: 'delivered', sent: 1, error: null });
  expect(events.ids().at(-1)).toBe(later);
});
