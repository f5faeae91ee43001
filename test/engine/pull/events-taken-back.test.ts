import { afterEach, expect, jest, test } from '@jest/globals';
import { CollectorError } from '../../../errors/collector-error';
import type { Output } from '../../../outputs/output';
import { EventsAtHand } from './stage/events-at-hand';
import { ListAtHand } from './stage/list-at-hand';
import { LookupAtHand } from './stage/lookup-at-hand';
import { RunningCollector } from './stage/running-collector';

jest.setTimeout(60_000);

let collector: RunningCollector | undefined;

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
});

const LOST = new CollectorError('devo_refused', { seen: 'HTTP 400' });
const BEFORE = [
  ['A', '9'],
  ['B', '1'],
];
const TRIED = [
  ['A', '7'],
  ['B', '1'],
  ['C', '1'],
];

async function collect(outputs: Output[]) {
  const source = new ListAtHand(BEFORE);
  const running = await RunningCollector.start(source, outputs, { shrinkLimitPercent: 100, retryForSeconds: 0 });
  collector = running;
  await running.startChain();
  await running.pull();
  return { source, collector: running };
}

test('what was told without a confirmation is taken back when the list is again what it was', async () => {
  const events = new EventsAtHand();
  const { source, collector } = await collect([events]);
  source.rows = TRIED;
  events.loses = { after: 1, error: LOST };
  await expect(collector.pull()).rejects.toThrow();
  expect([...events.rows]).toEqual([
    ['A', '7'],
    ['B', '1'],
    ['C', '1'],
  ]);
  expect((await collector.state()).outputs['events']).toMatchObject({ tried: expect.any(String) });
  events.loses = null;
  source.rows = BEFORE;
  events.told.length = 0;
  expect(await collector.pull()).toMatchObject({
    outcome: 'delivered',
    outputs: { events: { mode: 'incremental', sent: 2 } },
  });
  expect(events.told.sort()).toEqual(['changed A 9', 'removed C']);
  expect([...events.rows].sort()).toEqual(BEFORE);
  expect((await collector.state()).outputs['events']).not.toHaveProperty('tried');
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged', sent: 0 });
});

test('the same holds when a first batch was confirmed and a second one failed', async () => {
  const events = new EventsAtHand();
  const { source, collector } = await collect([events]);
  source.rows = [...TRIED, ['D', '1']];
  events.loses = { after: 2, error: LOST };
  await expect(collector.pull()).rejects.toThrow();
  events.loses = null;
  source.rows = [
    ['A', '9'],
    ['D', '2'],
  ];
  await collector.pull();
  expect([...events.rows].sort()).toEqual(source.rows);
});

test('an output that was taken out while a key went tells so when it is put back', async () => {
  const events = new EventsAtHand();
  const lookup = new LookupAtHand();
  const outputs: Output[] = [lookup, events];
  const { source, collector } = await collect(outputs);
  outputs.pop();
  source.rows = [
    ['A', '9'],
    ['C', '1'],
  ];
  await collector.pull();
  source.rows = [
    ['A', '7'],
    ['D', '1'],
  ];
  await collector.pull();
  events.told.length = 0;
  outputs.push(events);
  expect(await collector.pull()).toMatchObject({
    outcome: 'delivered',
    outputs: { devo_lookup: { outcome: 'up_to_date' }, events: { outcome: 'delivered' } },
  });
  expect(events.told.sort()).toEqual(['added D 1', 'changed A 7', 'removed B']);
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged' });
});

test('an output that is named anew goes on where it was', async () => {
  const { source, collector } = await collect([new EventsAtHand('before')]);
  const outputs: Output[] = [new EventsAtHand('after')];
  Object.assign(collector.parts, { lookups: outputs });
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged', sent: 0 });
  source.rows = [['A', '9']];
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', removed: 1, sent: 1 });
  expect(Object.keys((await collector.state()).outputs)).toEqual(['after']);
});
