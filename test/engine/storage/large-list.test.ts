import { afterEach, expect, jest, test } from '@jest/globals';
import { checkTableTravels } from '../../../activities/payload-size';
import { ListAtHand } from '../pull/list-at-hand';
import { LookupAtHand } from '../pull/lookup-at-hand';
import { RunningCollector } from '../pull/running-collector';
import { realTable } from './real-rows';

jest.setTimeout(180_000);

/** Rows between a list that is tried and the next larger one. */
const STEP = 250;

let collector: RunningCollector | undefined;

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
});

function realList(count: number): ListAtHand {
  const { columns, rows } = realTable(count);
  const source = new ListAtHand(rows.map((row) => [...row]));
  source.columns = [...columns];
  return source;
}

function passes(count: number): boolean {
  try {
    checkTableTravels(realTable(count), 0);
    return true;
  } catch {
    return false;
  }
}

/** The largest list of real rows that is let through, to the next step. */
function largestList(): number {
  let [good, bad] = [1_000, 40_000];
  while (bad - good > STEP) {
    const middle = Math.round((good + bad) / 2 / STEP) * STEP;
    if (passes(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

test('without external storage the largest list that is let through passes, also when it changes; a step more is refused and the chain lives on', async () => {
  const largest = largestList();
  console.log(largest);
  expect(largest).toBeGreaterThan(15_000);
  const source = realList(largest);
  const lookup = new LookupAtHand();
  collector = await RunningCollector.start(source, [lookup]);
  await collector.stopWorkers();
  await collector.addWorker({ maxCachedWorkflows: 0 }); // every task gets the whole history, with every list in it
  await collector.startChain();
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', received: largest, sent: largest });

  for (const row of source.rows) row[4] = 'another product';
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', changed: largest, sent: largest });
  const before = await collector.state();

  const delivered = source.rows;
  source.rows = realTable(largest + STEP).rows.map((row) => [...row]);
  await expect(collector.pull()).rejects.toMatchObject({ cause: { message: expect.stringMatching(/ApiError 414: .*setting globals.external_storage.folder/) } });
  expect(await collector.state()).toEqual(before);
  expect(lookup.deliveries).toHaveLength(2);

  source.rows = delivered.slice(1);
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', removed: 1 });
});
