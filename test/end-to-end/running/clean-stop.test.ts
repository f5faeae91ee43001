import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { missedTasks } from '../stage/missed-tasks';
import { preparePlace, sharedTemporal } from '../stage/prepared-place';
import type { RunningProgram } from '../stage/running-program';
import { byKey, LOOKUP, type SimulatedWorld } from '../stage/simulated-world';
import { until } from '../stage/until';
import type { Workplace } from '../stage/workplace';

jest.setTimeout(150_000);

const ROUNDS = 4;

let world: SimulatedWorld;
let place: Workplace;
let worker: RunningProgram;

beforeAll(async () => {
  ({ world, place } = await preparePlace(sharedTemporal()));
});

beforeEach(async () => {
  worker = await place.worker();
  expect(await place.verb('start')).toMatchObject({ code: 0 });
});

afterAll(async () => {
  await place.verb('stop', '--yes');
  place.clear();
  await world.close();
});

async function nothingWasMissed(): Promise<void> {
  expect(await missedTasks(process.env['TEST_TEMPORAL_ADDRESS'] ?? '', place.workflowId)).toEqual([]);
  expect(byKey(world.devo.rows(LOOKUP))).toEqual(byKey(world.ctci.rows()));
}

async function stop(program: RunningProgram): Promise<void> {
  program.kill('SIGTERM');
  expect(await program.ended).toEqual({ code: 0, signal: null });
}

test('stopped as it delivers, again and again, a worker leaves no task for which the next one waits', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const deploys = world.devo.deploys().length;
    const reset = place.begin('reset', `round ${round}`, '--now', '--yes');
    await until('the delivery', () => world.devo.deploys().length > deploys);
    await stop(worker);
    worker = await place.worker();
    expect(await reset.ended).toMatchObject({ code: 0 });
  }
  await stop(worker);
  await nothingWasMissed();
});

test('a step longer than a stopping worker may wait goes to the other worker, with the same job', async () => {
  world.devo.fail({ fault: 'slow-job', ms: 9_000, requests: 1 });
  const deploys = world.devo.deploys().length;
  const reset = place.begin('reset', 'slow', '--now', '--yes');
  await until('the deploy job', () => world.devo.lookup(LOOKUP)?.status === 'Updating');
  const other = await place.worker();
  await stop(worker);
  expect(await reset.ended).toMatchObject({ code: 0 });
  expect(world.devo.deploys()).toHaveLength(deploys + 1);
  await stop(other);
  await nothingWasMissed();
});
