import { expect, test } from '@jest/globals';
import {
  disorderOf,
  largestBatches,
  missingOf,
  readDelivered,
  repeatsOf,
  strangersOf,
  type DeliveredEvent,
} from '../../bench/faults/judge/delivered-events';
import type { StoredEvent } from '../../simulators/threatquotient/events/stored-event';
import { startThreatquotientSimulator } from '../../simulators/threatquotient/start-threatquotient-simulator';

const NOON = Date.parse('2026-06-01T12:00:00Z') / 1000;

/** An event as it comes to the sink. */
function delivered({
  id,
  updatedAt,
  news = 0,
  pull = '1.5',
  tag = 'threatintel.threatquotient.platform.malware',
}: {
  id: number;
  updatedAt: number;
  news?: number;
  pull?: string;
  tag?: string;
}): DeliveredEvent {
  const time = new Date(updatedAt * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const attributes = Array.from({ length: news }, (_, step) => ({ name: 'Handling', value: `step ${step + 1}` }));
  const event = { id, title: `event ${id}`, updated_at: time, attributes, '@devo_pulling_id': Number(pull) };
  return readDelivered(Buffer.from(`<14>Jun  1 12:00:00 host ${tag}: ${JSON.stringify(event)}`));
}

/** Events of a server, by id and minute, with the versions that it has had. */
async function server(
  changes: readonly (readonly [what: 'new' | 'update', id: number, minute: number])[],
): Promise<{ events: readonly StoredEvent[]; versions: readonly { id: number; updatedAt: number }[] }> {
  const simulator = await startThreatquotientSimulator({ username: 'me', password: 'secret' });
  try {
    const ids = new Map<number, number>();
    for (const [what, id, minute] of changes) {
      const at = NOON + minute * 60;
      if (what === 'new') ids.set(id, simulator.create({ count: 1, at, title: `event ${id}` })[0]!);
      else simulator.update([ids.get(id)!], 'updated', at);
    }
    const back = new Map([...ids].map(([id, real]) => [real, id]));
    const named = <Item extends { readonly id: number }>(items: readonly Item[]): Item[] =>
      items.map((item) => ({ ...item, id: back.get(item.id)! }));
    return { events: named(simulator.events()), versions: named(simulator.versions()) };
  } finally {
    await simulator.close();
  }
}

test('what came as it was is no complaint: twice, late, or updated before it came', async () => {
  const { events, versions } = await server([
    ['new', 1, 0],
    ['new', 2, 1],
    ['new', 3, 2],
    ['new', 4, 1], // put into the past
    ['update', 2, 3],
  ]);
  const arrived = [
    delivered({ id: 1, updatedAt: NOON }),
    delivered({ id: 3, updatedAt: NOON + 120 }),
    delivered({ id: 2, updatedAt: NOON + 180, news: 1 }),
    delivered({ id: 4, updatedAt: NOON + 60 }),
    delivered({ id: 1, updatedAt: NOON, pull: '2.5' }),
  ];
  expect(missingOf(arrived, events)).toBeNull();
  expect(strangersOf(arrived, versions, events)).toBeNull();
  expect(disorderOf(arrived, versions)).toBeNull();
  expect(repeatsOf(arrived)).toBe(1);
});

test('a version that did not come is missing, also when an older one of its event did', async () => {
  const { events } = await server([
    ['new', 1, 0],
    ['update', 1, 0], // within the second
  ]);
  expect(missingOf([delivered({ id: 1, updatedAt: NOON })], events)).toMatch(/^1 not in the sink: event 1 /);
  expect(missingOf([delivered({ id: 1, updatedAt: NOON, news: 1 })], events)).toBeNull();
});

test('an event of another id, of another time or with another title was never on the server', async () => {
  const { events, versions } = await server([['new', 1, 0]]);
  const strange = { ...delivered({ id: 1, updatedAt: NOON }), title: 'another' };
  expect(strangersOf([delivered({ id: 9, updatedAt: NOON })], versions, events)).toContain('never on the server');
  expect(strangersOf([delivered({ id: 1, updatedAt: NOON + 1 })], versions, events)).toContain('never on the server');
  expect(strangersOf([strange], versions, events)).toContain('never on the server');
});

test('within a table the older one comes first; between tables there is no order', async () => {
  const { versions } = await server([
    ['new', 1, 0],
    ['new', 2, 1],
  ]);
  const younger = delivered({ id: 2, updatedAt: NOON + 60 });
  const older = delivered({ id: 1, updatedAt: NOON });
  expect(disorderOf([younger, older], versions)).toContain('event 1 came behind event 2');
  expect(disorderOf([younger, { ...older, tag: 'another.table' }], versions)).toBeNull();
});

test('of the connections the largest say how many events so many batches hold', () => {
  const connections = [3, 1, 2].map((count) => ({ chunks: [Buffer.from('<14>a record\n'.repeat(count))] }));
  expect(largestBatches(connections, 2)).toBe(5);
  expect(largestBatches(connections, 0)).toBe(0);
});
