import { afterEach, expect, jest, test } from '@jest/globals';
import { RunningEvents } from './running-events';

jest.setTimeout(60_000);

const SIZES = [0, 1, 2, 5_000];
const STATISTICS = /Number of events generated and sent: (\d+) \(from (\d+) unflattened events\)/;

let events: RunningEvents;

afterEach(() => events.stop());

async function pulled(settings: Readonly<Record<string, unknown>>): Promise<readonly [number, number]> {
  events = await RunningEvents.start(settings);
  for (const indicators of SIZES) events.threatq.create({ count: 1, indicators });
  await events.startChain();
  const report = await events.pull();
  expect(report).toMatchObject({ outcome: 'delivered', received: 4, added: 4, error: null });
  const line = events.lines.map((each) => STATISTICS.exec(each)).find((found) => found !== null);
  expect(Number(line?.[1])).toBe(report.sent);
  expect(await events.pull()).toMatchObject({ outcome: 'unchanged', sent: 0 });
  return [Number(line?.[1]), Number(line?.[2])];
}

function indicatorsOf(event: Readonly<Record<string, unknown>>): readonly unknown[] {
  return Array.isArray(event['indicators']) ? event['indicators'] : [];
}

test('an event is one message, however many indicators it has', async () => {
  expect(await pulled({})).toEqual([4, 4]);
  expect(events.arrived().map(({ event }) => indicatorsOf(event).length)).toEqual(SIZES);
});

test('flattened by a list, an event is a message for each of its elements, and one where it has none', async () => {
  expect(await pulled({ flatten_by: 'indicators' })).toEqual([1 + 1 + 2 + 5_000, 4]);
  const whole = events.threatq.events();
  const arrived = events.arrived();
  expect(arrived.slice(0, 4).map(({ event }) => indicatorsOf(event).length)).toEqual([0, 1, 1, 1]);
  const values = arrived.slice(4).map(({ event }) => JSON.stringify(indicatorsOf(event)));
  expect(new Set(values).size).toBe(5_000);
  expect(new Set(arrived.slice(4).map(({ event }) => event['id']))).toEqual(new Set([whole.at(-1)!.id]));
});
