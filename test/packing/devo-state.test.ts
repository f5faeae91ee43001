import { expect, test } from '@jest/globals';
import { applyConfiguredEventsReset } from '../../domain/events/state/events-reset';
import { SeenEvents } from '../../domain/events/state/seen-events';
import { exportDevoState, importDevoState } from '../../packing/devo-state';
import { unpackSeen } from '../../packing/seen';

const DEVO = { last_polled_time: 1656421259.276966, reset_persistence_auth: 'one', all_events_ids: [17653, 17654] };

test("a state of Devo's collector goes on where it stopped: nothing again but later versions", () => {
  const state = importDevoState(DEVO);
  expect(state).toMatchObject({
    cursor: '2022-06-28T13:00:59Z',
    not_before: '2022-06-28T13:00:59Z',
    reset_persistence_auth: 'one',
  });
  expect(applyConfiguredEventsReset(state, 'one')).toBe(state);
  expect(applyConfiguredEventsReset(state, 'two').cursor).toBeNull();
  const seen = new SeenEvents(unpackSeen(state.seen));
  const row = (id: string, updatedAt: number) => ({ id, updatedAt, fingerprint: 'abcdefabcdef' });
  expect(seen.knows(row('17653', 1_656_421_259))).toBe(true);
  expect(seen.knows(row('17653', 1_656_421_300))).toBe(false);
  expect(seen.knows(row('17655', 1_656_421_259))).toBe(false);
  expect(exportDevoState(state)).toEqual(DEVO);
});
