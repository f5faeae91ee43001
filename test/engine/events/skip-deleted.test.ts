import { afterEach, expect, jest, test } from '@jest/globals';
import { EMPTY_EVENTS_STATE } from '../../../domain/events/state/events-state';
import { RunningEvents } from './running-events';

jest.setTimeout(60_000);

let events: RunningEvents;

afterEach(() => events.stop());

test.each([
  [true, 2],
  [false, 3],
])(
  'with skip_deleted_events: %p, preview and pull tell of %i of three events, one of which is deleted',
  async (skip, count) => {
    events = await RunningEvents.start({ skip_deleted_events: skip });
    const ids = events.threatq.create({ count: 3, at: Math.floor(Date.now() / 1000) - 60 });
    events.threatq.update(ids.slice(1, 2), 'deleted');
    const due = skip ? [ids[0], ids[2]] : [ids[0], ids[2], ids[1]];
    await events.startChain();
    const preview = await events.inspect(EMPTY_EVENTS_STATE);
    expect(preview).toMatchObject({ outcome: 'would_deliver', added: due.map(String), duplicates: 0 });
    expect(await events.pull()).toMatchObject({
      outcome: 'delivered',
      received: 3,
      sent: count,
      added: count,
      error: null,
    });
    expect(events.ids().sort()).toEqual([...due].sort());
    expect(await events.pull()).toMatchObject({ outcome: 'unchanged', sent: 0 });
    expect(await events.inspect(await events.state())).toMatchObject({ outcome: 'unchanged', added: [] });
  },
);
