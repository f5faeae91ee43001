import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { preparePlace } from '../stage/prepared-place';
import { processesOf } from '../stage/process-table';
import type { RunningProgram } from '../stage/running-program';
import type { SimulatedWorld } from '../stage/simulated-world';
import type { Workplace } from '../stage/workplace';

jest.setTimeout(120_000);

let world: SimulatedWorld;
let place: Workplace;

beforeAll(async () => {
  ({ world, place } = await preparePlace());
});

afterAll(async () => {
  place.clear();
  await world.close();
});

/** Starts two at the same moment. Expects one to be refused by the name of the other, and returns the other. */
async function oneOfTwo(): Promise<RunningProgram> {
  const both = [place.begin('up'), place.begin('up')];
  const refused = await Promise.race(both.map((program) => program.ended.then(() => program)));
  const up = both.find((program) => program !== refused)!;
  expect(await refused.ended).toEqual({ code: 1, signal: null });
  expect(refused.stdout).toBe('');
  expect(refused.stderr).toMatch(
    new RegExp(`^EngineError 611: A collector is already up in this folder: process ${up.pid} [^\\n]+\\n$`),
  );
  await up.said(/ctci\/cewl {2}(delivered|unchanged): received 30/);
  expect(processesOf(place.folder).filter(({ command }) => command.includes('start-dev'))).toHaveLength(1);
  return up;
}

test('of two started at once in one folder one is up, the other names it; a killed one is in no way', async () => {
  const first = await oneOfTwo();
  first.kill('SIGKILL');
  await first.ended;
  const second = await oneOfTwo();
  second.kill('SIGINT');
  expect(await second.ended).toEqual({ code: 0, signal: null });
  expect(processesOf(place.folder)).toEqual([]);
  const third = place.begin('up');
  await third.said(/received 30/);
  third.kill('SIGINT');
  expect(await third.ended).toEqual({ code: 0, signal: null });
});
