import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { build } from '../stage/built-program';
import { processesOf } from '../stage/process-table';
import { startWorld, type SimulatedWorld } from '../stage/simulated-world';
import { Workplace } from '../stage/workplace';

jest.setTimeout(120_000);

let place: Workplace;
let world: SimulatedWorld;

beforeAll(async () => {
  await build();
  world = await startWorld();
  place = new Workplace({ TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'] });
  place.configure(world);
});
afterAll(async () => {
  place.clear();
  await world.close();
});

test('SIGHUP to the process that a service manager knows lets the worker read its configuration again', async () => {
  const worker = await place.worker();
  worker.kill('SIGHUP');
  await worker.said(/Configuration .* was read again \(SIGHUP\): nothing has changed/);
  worker.kill('SIGTERM');
  expect(await worker.ended).toEqual({ code: 0, signal: null });
  expect(processesOf(place.folder)).toEqual([]);
});
