import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { WalkRules } from '../../../../domain/events/state/events-progress';
import { ChangingServer, type Oddities } from '../changing-server';
import { Deliveries, versionOf } from '../deliveries';

const NOW = 1_780_000_000;
const RULES: WalkRules = { notBefore: NOW - 10_000, overlap: 120, limit: 10, paging: 'offset' };

function sentOnce(deliveries: Deliveries): string[] {
  const versions = deliveries.sent.map(versionOf);
  expect(new Set(versions).size).toBe(versions.length);
  return versions;
}

const change = fc.oneof(
  fc.record({ what: fc.constant('update' as const), index: fc.nat(200), ago: fc.constant(0) }),
  fc.record({ what: fc.constant('remove' as const), index: fc.nat(200), ago: fc.constant(0) }),
  fc.record({ what: fc.constant('create' as const), index: fc.constant(0), ago: fc.constantFrom(0, 0, 30, 60) }),
);
const changes = fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 12 });

/** Events of the past, many of them in few seconds, so that the edges of pages fall within a second. */
const backlog = fc.array(fc.record({ ago: fc.nat(300), count: fc.integer({ min: 1, max: 25 }) }), { maxLength: 8 });

function fill(server: ChangingServer, groups: readonly { ago: number; count: number }[]): void {
  for (const { ago, count } of groups) for (let index = 0; index < count; index += 1) server.create(NOW - ago);
}

function apply(
  server: ChangingServer,
  now: number,
  wanted: readonly { what: 'update' | 'remove' | 'create'; index: number; ago: number }[],
): void {
  for (const { what, index, ago } of wanted) {
    if (what === 'create') server.create(now - ago);
    else if (what === 'update') server.update(index, now);
    else server.remove(index);
  }
}

/** Of two rows the first goes when the walk is about to ask for the second, which then is not where it is sought. */
const ROWS_BEFORE_THE_END_GO: [Parameters<typeof fill>[1][number][], Parameters<typeof apply>[2][number][][]] = [
  [{ ago: 0, count: 2 }],
  [
    [{ what: 'create', index: 0, ago: 0 }],
    [
      { what: 'remove', index: 17, ago: 0 },
      { what: 'remove', index: 0, ago: 0 },
    ],
  ],
];

/** The page that is asked for next holds again what the one before held, and there is one row more. */
const A_ROW_COMES_BEFORE_A_FULL_PAGE: typeof ROWS_BEFORE_THE_END_GO = [
  [{ ago: 0, count: 2 }],
  [[{ what: 'create', index: 0, ago: 30 }]],
];

test.each<[string, Partial<WalkRules>, Oddities]>([
  ['by offset', {}, {}],
  ['by mark', { paging: 'cursor' }, {}],
  ['without totals', {}, { total: 'absent' }],
  ['with totals that are too large', {}, { total: 'too-large' }],
  ['with totals that are always 0', {}, { total: 'zero' }],
  ['with totals that are always 0, of a server that gives fewer rows than asked for', {}, { total: 'zero', cap: 3 }],
  ['of a server that gives fewer rows than asked for', {}, { cap: 3 }],
  ['of a server that gives one row at a time', {}, { cap: 1 }],
  ['of one row', { limit: 1 }, {}],
  ['of two rows', { limit: 2 }, {}],
])('however a window changes between the pages, a walk %s loses nothing and repeats nothing', (_, rules, oddities) => {
  fc.assert(
    fc.property(backlog, changes, (groups, steps) => {
      const server = new ChangingServer(oddities);
      const deliveries = new Deliveries(server, { ...RULES, ...rules });
      fill(server, groups);
      const before = new Set(server.current().map(versionOf));
      deliveries.walk(NOW + 0.5, (page) => apply(server, NOW, steps[page] ?? []));
      const stayed = server
        .current()
        .map(versionOf)
        .filter((version) => before.has(version));
      expect(sentOnce(deliveries)).toEqual(expect.arrayContaining(stayed));
      // Quiet afterwards: what came in the meantime is found by the walks that follow.
      for (const seconds of [5, 70, 140]) deliveries.walk(NOW + seconds);
      expect(sentOnce(deliveries)).toEqual(expect.arrayContaining(server.current().map(versionOf)));
    }),
    { numRuns: 60, examples: [ROWS_BEFORE_THE_END_GO, A_ROW_COMES_BEFORE_A_FULL_PAGE] },
  );
});

test('walk after walk, with changes between and within them, everything that stays a while is delivered once', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('offset' as const, 'cursor' as const),
      backlog,
      fc.array(fc.tuple(changes, fc.integer({ min: 1, max: 40 })), { maxLength: 12 }),
      (paging, groups, walks) => {
        const server = new ChangingServer();
        const deliveries = new Deliveries(server, { ...RULES, paging });
        fill(server, groups);
        let now = NOW;
        for (const [steps, seconds] of walks) {
          const time = now;
          apply(server, time, steps[0] ?? []);
          deliveries.walk(time + 0.5, (page) => apply(server, time, steps[page + 1] ?? []));
          now += seconds;
        }
        for (const seconds of [5, 70, 140]) deliveries.walk(now + seconds);
        expect(sentOnce(deliveries)).toEqual(expect.arrayContaining(server.current().map(versionOf)));
      },
    ),
    { numRuns: 60 },
  );
});

test('rows come in their order within a walk', () => {
  const server = new ChangingServer();
  const deliveries = new Deliveries(server, RULES);
  fill(server, [
    { ago: 50, count: 12 },
    { ago: 20, count: 30 },
    { ago: 90, count: 3 },
  ]);
  deliveries.walk(NOW);
  const times = deliveries.sent.map(({ updatedAt }) => updatedAt);
  expect(times).toEqual([...times].sort());
  expect(times).toHaveLength(45);
  expect(deliveries.received).toBe(45);
});

test('a page that is full is asked beyond, one that is not ends the walk at the total', () => {
  const server = new ChangingServer();
  const deliveries = new Deliveries(server, RULES);
  fill(server, [{ ago: 50, count: 4 }]);
  deliveries.walk(NOW);
  expect(server.requests).toBe(1);
  deliveries.walk(NOW + 5);
  expect(server.requests).toBe(2);
});

test('ten thousand events of one second are read once, and hardly again while nothing happens', () => {
  const server = new ChangingServer();
  const deliveries = new Deliveries(server, { ...RULES, limit: 500 });
  for (let index = 0; index < 10_000; index += 1) server.create(NOW);
  deliveries.walk(NOW + 1);
  expect(sentOnce(deliveries)).toHaveLength(10_000);
  for (let seconds = 5; seconds <= 300; seconds += 5) deliveries.walk(NOW + seconds);
  const requests = server.requests;
  server.served = 0;
  for (let seconds = 305; seconds <= 800; seconds += 5) deliveries.walk(NOW + seconds);
  expect(server.requests - requests).toBe(100);
  expect(server.served).toBe(100);
  server.create(NOW - 60);
  server.update(5, NOW + 805);
  deliveries.walk(NOW + 805);
  expect(sentOnce(deliveries)).toHaveLength(10_002);
});

test('a server that does not heed the lower bound is read, and nothing from before it is delivered', () => {
  const server = new ChangingServer({ ignores: 'lower' });
  const deliveries = new Deliveries(server, RULES);
  fill(server, [
    { ago: 50_000, count: 40 },
    { ago: 50, count: 7 },
  ]);
  const walk = deliveries.walk(NOW);
  expect(deliveries.sent).toHaveLength(7);
  expect([walk.outside, deliveries.received]).toEqual([40, 7]);
  server.requests = 0;
  deliveries.walk(NOW + 5);
  expect(server.requests).toBe(1);
});

test('an event of next year is delivered once, and is no place to begin from', () => {
  const server = new ChangingServer({ ignores: 'upper' });
  const deliveries = new Deliveries(server, RULES);
  server.create(NOW - 5);
  server.create(NOW + 31_536_000);
  deliveries.walk(NOW);
  expect(deliveries.progress.cursor).toBe(NOW - 5);
  server.create(NOW + 3);
  deliveries.walk(NOW + 5);
  expect(sentOnce(deliveries)).toHaveLength(3);
});

test('rows in another order than asked for are found by passes until one brings nothing', () => {
  fc.assert(
    fc.property(backlog, changes, (groups, steps) => {
      const server = new ChangingServer({ ignores: 'sort' });
      const deliveries = new Deliveries(server, RULES);
      fill(server, groups);
      deliveries.walk(NOW, (page) => {
        apply(
          server,
          NOW,
          (steps[page] ?? []).filter(({ what }) => what !== 'create'),
        );
      });
      for (const seconds of [5, 70, 140]) deliveries.walk(NOW + seconds);
      expect(sentOnce(deliveries)).toEqual(expect.arrayContaining(server.current().map(versionOf)));
    }),
    { numRuns: 50 },
  );
});

test('a server that gives the first page for ever is named', () => {
  for (const paging of ['offset', 'cursor'] as const) {
    const server = new ChangingServer({ ignores: 'offset', ...(paging === 'offset' ? {} : { total: 'absent' }) });
    const deliveries = new Deliveries(server, { ...RULES, paging });
    fill(server, [{ ago: 50, count: 30 }]);
    if (paging === 'offset') expect(() => deliveries.walk(NOW)).toThrow(/gives the same 10 rows as before/);
    expect(server.requests).toBeLessThan(12);
  }
});

test('while rows come in another order than asked for, the cursor waits for the end of the walk', () => {
  const server = new ChangingServer({ ignores: 'sort' });
  const deliveries = new Deliveries(server, RULES);
  fill(server, [
    { ago: 50, count: 15 },
    { ago: 20, count: 15 },
  ]);
  const cursors: number[] = [];
  deliveries.walk(NOW, () => cursors.push(deliveries.progress.cursor));
  expect(new Set(cursors.slice(0, -1))).toEqual(new Set([RULES.notBefore]));
  expect(deliveries.progress.cursor).toBe(NOW - 20);
});
