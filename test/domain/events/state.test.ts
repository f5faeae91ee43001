import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { carryProgress, resumeProgress } from '../../../packing/progress';
import { importDevoState } from '../../../packing/devo-state';
import { fromIsoTime, isoTime, readEventTime, writeEventTime } from '../../../domain/events/event-time';
import { applyConfiguredEventsReset, applyEventsReset } from '../../../domain/events/state/events-reset';
import { EMPTY_EVENTS_STATE, type EventsState } from '../../../domain/events/state/events-state';
import { packSeen } from '../../../packing/seen';
import { prePull } from '../../../domain/events/walk/pre-pull';
import { importedEventsState } from '../../../packing/imported-state';
import { restoreEventsState } from '../../../domain/events/state/restore-events-state';
import { MOST_SEEN, SeenEvents } from '../../../domain/events/state/seen-events';
import { EMPTY_STATE } from '../../../domain/state/pull-state';
import { ChangingServer } from './changing-server';
import { Deliveries } from './deliveries';

const NOW = 1_780_000_000;
const DEVO = { last_polled_time: 1656421259.276966, reset_persistence_auth: 'one', all_events_ids: [17653, 17654] };

test('no more is remembered than can be carried: the oldest go', () => {
  const seen = new SeenEvents();
  for (let id = 0; id <= MOST_SEEN; id += 1)
    seen.add({ id: String(id), updatedAt: NOW + id, fingerprint: 'abcdefabcdef' }, NOW);
  seen.prune(0);
  expect(seen.size).toBe(MOST_SEEN);
  expect([seen.knowsId('0'), seen.knowsId('1')]).toEqual([false, true]);
});

test('what is remembered is packed anew exactly when it has changed', () => {
  const step = fc.oneof(
    fc.record({ id: fc.constantFrom('1', '2', 'x', null), at: fc.nat(5), fingerprint: fc.constantFrom('a', 'b') }),
    fc.record({ from: fc.nat(6), atLeast: fc.constantFrom(0, 1) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const seen = new SeenEvents();
      const carried = (): string => carryProgress({ cursor: NOW, seen, window: null }).seen;
      for (const taken of steps) {
        const before = [seen.revision, [...seen]] as const;
        if ('from' in taken) seen.prune(taken.from, taken.atLeast);
        else seen.add({ ...taken, updatedAt: taken.at, fingerprint: taken.fingerprint.repeat(12) }, 3);
        expect(carried()).toBe(packSeen(seen));
        expect(seen.newest()).toEqual(new SeenEvents(seen).newest());
        const isSame = JSON.stringify([...seen]) === JSON.stringify(before[1]);
        if ('from' in taken && taken.atLeast > 0) continue; // it may be put in another order
        expect(seen.revision === before[0]).toBe(isSame);
      }
    }),
    { numRuns: 500 },
  );
});

test('progress is carried from run to run as it is', () => {
  const server = new ChangingServer();
  const deliveries = new Deliveries(server, { notBefore: NOW - 1000, overlap: 120, limit: 10, paging: 'offset' });
  for (let index = 0; index < 25; index += 1) server.create(NOW - index);
  deliveries.walk(NOW);
  const carried = carryProgress(deliveries.progress);
  expect(carryProgress(resumeProgress(JSON.parse(JSON.stringify(carried)) as typeof carried))).toEqual(carried);
  expect(resumeProgress({ cursor: carried.cursor, seen: carried.seen }).window).toBeNull();
});

test.each([
  ['2022-06-28 13:00:41', 0, 1_656_421_241],
  ['2022-06-28T13:00:41Z', 0, 1_656_421_241],
  ['2022-06-28 13:00:41.75', 0, 1_656_421_241],
  ['2022-06-28 15:00:41', 120, 1_656_421_241],
  ['yesterday', 0, null],
  ['2022-13-28 13:00:41', 0, null],
  [1_656_421_241, 120, 1_656_421_241],
  [20_220_628, 0, null],
  [null, 0, null],
])('%s of a server %s minutes ahead of UTC is read as %s', (written, zoneMinutes, epochSeconds) => {
  expect(readEventTime(written, zoneMinutes)).toBe(epochSeconds);
});

test('a time is written as it is read', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), fc.integer({ min: -720, max: 840 }), (time, zone) => {
      expect(readEventTime(writeEventTime(time + 0.9, zone), zone)).toBe(time);
      expect(fromIsoTime(isoTime(time + 0.9))).toBe(time);
    }),
  );
});

test('PrePull begins at the historical date, else a day ago, and later changes nothing', () => {
  const begun = prePull(EMPTY_EVENTS_STATE, NOW - 5000, NOW);
  expect([begun.cursor, begun.not_before]).toEqual([isoTime(NOW - 5000), isoTime(NOW - 5000)]);
  expect(prePull(EMPTY_EVENTS_STATE, null, NOW).cursor).toBe(isoTime(NOW - 86_400));
  expect(prePull(begun, NOW - 9000, NOW)).toBe(begun);
});

test('a reset forgets the place and what was seen, the same value again nothing', () => {
  const before: EventsState = {
    ...prePull(EMPTY_EVENTS_STATE, null, NOW),
    seen: packSeen([{ id: '1', at: NOW, fingerprint: 'abcdefabcdef' }]),
    last_polled_time: NOW,
  };
  const after = applyEventsReset(before, 'again');
  expect(after).toEqual({ ...EMPTY_EVENTS_STATE, reset_persistence_auth: 'again' });
  expect(applyEventsReset(after, 'again')).toBe(after);
});

test('a reset in the configuration acts when it differs from the last one seen there', () => {
  const first = applyConfiguredEventsReset(EMPTY_EVENTS_STATE, 'one');
  expect(first).toMatchObject({ reset_persistence_auth: 'one', configured_reset: 'one' });
  const signalled = applyEventsReset(prePull(first, null, NOW), 'signalled');
  expect(applyConfiguredEventsReset(signalled, 'one')).toBe(signalled);
  const running = prePull(signalled, null, NOW);
  expect(applyConfiguredEventsReset(running, 'two')).toMatchObject({
    cursor: null,
    reset_persistence_auth: 'two',
    configured_reset: 'two',
  });
});

test("nothing, our own state, and the state file of Devo's collector are read; all else is refused by name", () => {
  expect(restoreEventsState(undefined)).toBe(EMPTY_EVENTS_STATE);
  const state = prePull(EMPTY_EVENTS_STATE, null, NOW);
  expect(restoreEventsState(JSON.parse(JSON.stringify(state)))).toEqual(state);
  expect(importedEventsState(DEVO)).toEqual(importDevoState(DEVO));
  expect(importedEventsState(state)).toEqual(state);
  expect(() => restoreEventsState({ ...state, version: 9 })).toThrow('version 9, and this collector reads 1');
  expect(() => restoreEventsState(EMPTY_STATE)).toThrow('not a state of events');
  for (const odd of [{}, 'text', { version: 1, kind: 'events2' }, { ...DEVO, all_events_ids: ['1'] }]) {
    expect(() => restoreEventsState(odd)).toThrow('does not know');
  }
});
