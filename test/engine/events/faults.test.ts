import { afterEach, expect, jest, test } from '@jest/globals';
import { RESET_SIGNAL } from '../../../domain/message-names';
import { seededRandom } from '../../../simulators/threatquotient/events/random';
import type { ThreatquotientFaultRequest } from '../../../simulators/threatquotient/threatquotient-fault';
import { RunningEvents } from './running-events';

jest.setTimeout(120_000);

const PAGE = 20;

let events: RunningEvents;

afterEach(() => events.stop());

function versionsArrived(): string[] {
  return events.arrived().map(({ event }) => `${String(event['id'])} ${secondsOf(event['updated_at'])}`);
}

function secondsOf(time: unknown): string {
  return String(Date.parse(`${String(time).replace(' ', 'T')}Z`) / 1000);
}

/**
 * What must hold whatever has happened: the newest version of every event is in the sink, nothing that the server never
 * had, and within a table the first arrivals are in the order of `updated_at`.
 */
function expectConservation(): void {
  const arrived = new Set(versionsArrived());
  for (const { id, updatedAt } of events.threatq.events())
    expect(arrived).toContain(`${String(id)} ${String(updatedAt)}`);
  const had = new Set(events.threatq.versions().map(({ id, updatedAt }) => `${String(id)} ${String(updatedAt)}`));
  for (const version of arrived) expect(had).toContain(version);
  const known = new Set<string>();
  const last = new Map<string, string>();
  for (const { tag, event } of events.arrived()) {
    const version = `${String(event['id'])} ${String(event['updated_at'])}`;
    if (known.has(version)) continue;
    known.add(version);
    const time = String(event['updated_at']);
    expect([tag, time >= (last.get(tag) ?? '')]).toEqual([tag, true]);
    last.set(tag, time);
  }
}

function backlog(count: number): void {
  const now = Math.floor(Date.now() / 1000);
  for (let step = 0; step < count / 5; step += 1)
    events.threatq.create({ count: 5, at: now - 7_200 + Math.floor((step * 5 * 3_600) / count) });
}

async function pullUntilQuiet(): Promise<void> {
  for (let pull = 0; pull < 6; pull += 1) {
    const report = await events.pull().catch(() => null);
    if (report?.outcome === 'unchanged') return;
  }
  throw new Error('There is no end of it');
}

const LATER = { laterPages: true } as const;

test.each<readonly [string, readonly ThreatquotientFaultRequest[]]>([
  ['ignores the window', [{ fault: 'ignore-window', requests: 4 }]],
  ['ignores the fields', [{ fault: 'ignore-fields', requests: 4 }]],
  ['ignores the limit', [{ fault: 'ignore-limit', requests: 2 }]],
  ['ignores the sort', [{ fault: 'ignore-sort', requests: 30 }]],
  ['answers {}', [{ fault: 'answer', form: 'bare', requests: 1, ...LATER }]],
  ['answers data: null', [{ fault: 'answer', form: 'null-data', requests: 1, ...LATER }]],
  ['answers with an error in the body', [{ fault: 'error-in-body', requests: 1, ...LATER }]],
  ['answers a page of HTML', [{ fault: 'html', requests: 1, ...LATER }]],
  ['answers half of the JSON', [{ fault: 'truncated-json', requests: 1, ...LATER }]],
  ['repeats a page', [{ fault: 'ignore-offset', requests: 2, ...LATER }]],
  ['gives the same page for ever, for a while', [{ fault: 'ignore-offset', requests: 40, ...LATER }]],
  ['gives an empty page in the midst', [{ fault: 'empty-page', requests: 1, ...LATER }]],
  ['gives short pages', [{ fault: 'short-page', rows: 3, requests: 5 }]],
  ['counts wrongly', [{ fault: 'wrong-total', total: 3, requests: 3 }]],
  ['grows while it is walked', [{ fault: 'then-create', count: 3, requests: 5 }]],
  ['updates events while it is walked', [{ fault: 'then-update', count: 4, requests: 5 }]],
  ['loses events while it is walked', [{ fault: 'then-vanish', count: 4, requests: 3 }]],
  ['cuts the connection', [{ fault: 'cut', reset: true, requests: 2, ...LATER }]],
  ['is busy', [{ fault: 'status', status: 429, retryAfter: 0, requests: 2 }]],
  ['is away', [{ fault: 'status', status: 503, requests: 2, ...LATER }]],
])('a server that %s: in the end every event is in its table, and none comes twice', async (what, faults) => {
  events = await RunningEvents.start({ event_fetch_limit_in_items: PAGE, retry_for_seconds: 3 });
  backlog(120);
  await events.startChain();
  for (const fault of faults) events.threatq.fail(fault);
  await events.pull().catch(() => undefined);
  events.threatq.create({ count: 3 });
  await events.pull().catch(() => undefined);
  events.threatq.clearFaults();
  await pullUntilQuiet();
  const arrived = versionsArrived();
  if (what.startsWith('loses')) {
    for (const { id } of events.threatq.events()) expect(events.ids()).toContain(id);
  } else expectConservation();
  // An event that comes with other columns is another version of it, as far as anybody can tell.
  if (what !== 'ignores the fields') expect(new Set(arrived).size).toBe(arrived.length);
});

test('a token that is revoked in mid-walk costs a login, and the page comes again', async () => {
  events = await RunningEvents.start({ event_fetch_limit_in_items: PAGE });
  backlog(120);
  await events.startChain();
  events.threatq.fail({ fault: 'slow', ms: 100 });
  const pull = events.pull();
  while ((events.threatq.state().counters.requests['/api/events/query'] ?? 0) < 3) await new Promise(setImmediate);
  events.threatq.forgetTokens();
  expect(await pull).toMatchObject({ outcome: 'delivered', sent: 120, error: null });
  expectConservation();
  expect(events.ids()).toHaveLength(120);
});

test('a token that is refused for ever is error 400 with the credentials named, after one more login', async () => {
  events = await RunningEvents.start({ retry_for_seconds: 0 });
  backlog(20);
  await events.startChain();
  events.threatq.fail({ fault: 'status', status: 401 });
  await expect(events.pull()).rejects.toMatchObject({
    cause: { details: [{ number: 400, setting: expect.stringContaining('credentials') }, { sent: 0 }] },
  });
  expect(events.threatq.state().counters.requests['/api/token']).toBeLessThanOrEqual(2);
  events.threatq.clearFaults();
  await pullUntilQuiet();
  expectConservation();
});

test.each([3_600, -3_600])(
  'the clock of the server goes by %i seconds and comes back: nothing is lost, nothing comes twice',
  async (seconds) => {
    events = await RunningEvents.start({ event_fetch_limit_in_items: PAGE });
    backlog(40);
    await events.startChain();
    await events.pull();
    events.threatq.setProfile({ settings: { clockSkewSeconds: seconds } });
    events.threatq.create({ count: 5 });
    await events.pull(); // hears of the clock
    await events.pull();
    events.threatq.setProfile({ settings: {} });
    events.threatq.create({ count: 5 });
    await events.pull();
    await pullUntilQuiet();
    const arrived = versionsArrived();
    expect(new Set(arrived).size).toBe(arrived.length);
    expect(events.threatq.events().filter(({ id }) => !events.ids().includes(id))).toEqual([]);
  },
);

test('a clock set back beyond what is read again loses nothing; what is of that time may come again', async () => {
  events = await RunningEvents.start();
  backlog(20);
  const now = Math.floor(Date.now() / 1000);
  events.threatq.create({ count: 3, at: now - 3_700 });
  events.threatq.create({ count: 3, at: now });
  await events.startChain();
  await events.pull();
  events.threatq.setProfile({ settings: { clockSkewSeconds: -3_600 } });
  events.threatq.create({ count: 5 });
  await events.pull(); // hears of the clock
  await pullUntilQuiet();
  expect(events.threatq.events().filter(({ id }) => !events.ids().includes(id))).toEqual([]);
  const arrived = versionsArrived();
  expect(arrived.length - new Set(arrived).size).toBeLessThanOrEqual(5);
  expect(await events.pull()).toMatchObject({ sent: 0, error: null });
});

test('the sink is away for several pulls: afterwards it has everything, the other tables in order', async () => {
  events = await RunningEvents.start({ event_fetch_limit_in_items: PAGE, retry_for_seconds: 1 });
  backlog(60);
  await events.startChain();
  await events.pull();
  for (let time = 0; time < 8; time += 1) events.sink.failNext({ kind: 'reset', afterBytes: 0 });
  for (let pull = 0; pull < 3; pull += 1) {
    events.threatq.create({ count: 4 });
    await events.pull().catch(() => undefined);
  }
  await pullUntilQuiet();
  expectConservation();
});

/** A history of so many steps, each drawn from the seed: what comes about, what goes wrong, a pull. */
test.each([1, 2, 3, 4, 5, 6])(
  'seed %i: whatever goes wrong in turn, every event version that stays arrives',
  async (seed) => {
    const random = seededRandom(seed);
    events = await RunningEvents.start(
      { event_fetch_limit_in_items: PAGE, retry_for_seconds: 1 },
      { threatq: { seed } },
    );
    backlog(60);
    await events.startChain();
    const faults: readonly ThreatquotientFaultRequest[] = [
      { fault: 'status', status: 500, requests: 3 },
      { fault: 'status', status: 401, requests: 1 },
      { fault: 'cut', reset: true, requests: 2 },
      { fault: 'answer', form: 'bare', requests: 1 },
      { fault: 'html', requests: 1 },
      { fault: 'ignore-window', requests: 2 },
      { fault: 'ignore-offset', requests: 2, laterPages: true },
      { fault: 'then-update', count: 3, requests: 2 },
      { fault: 'then-create', count: 3, requests: 2 },
      { fault: 'short-page', rows: 2, requests: 3 },
      { fault: 'empty-page', requests: 1, laterPages: true },
    ];
    let resets = 0;
    for (let step = 0; step < 8; step += 1) {
      events.threatq.fail(random.pick(faults));
      if (random.below(3) === 0) events.threatq.create({ count: 1 + random.below(30) });
      if (random.below(3) === 0)
        events.threatq.update(
          events.threatq
            .events()
            .slice(0, 3)
            .map(({ id }) => id),
        );
      if (random.below(4) === 0) events.threatq.forgetTokens();
      if (random.below(4) === 0) events.sink.failNext({ kind: 'reset', afterBytes: 0 });
      if (random.below(8) === 0) {
        resets += 1;
        await events.handle.signal(RESET_SIGNAL, `reset ${String(step)}`);
      }
      if (random.below(4) === 0) {
        await events.stopWorkers();
        await events.addWorker();
      }
      await events.pull().catch(() => undefined);
    }
    events.threatq.clearFaults();
    await pullUntilQuiet();
    const arrived = new Set(versionsArrived());
    for (const { id, updatedAt } of events.threatq.events())
      expect(arrived).toContain(`${String(id)} ${String(updatedAt)}`);
    const had = new Set(events.threatq.versions().map(({ id, updatedAt }) => `${String(id)} ${String(updatedAt)}`));
    for (const version of arrived) expect(had).toContain(version);
    expect(versionsArrived().length).toBeLessThanOrEqual(arrived.size * (resets + 2));
  },
);
