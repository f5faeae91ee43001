import { cpSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { bundleWorkflowCode } from '@temporalio/worker';
import { environment, ROOT, startNode } from '../stage/built-program';
import { preparePlace, sharedTemporal } from '../stage/prepared-place';
import { processNamed } from '../stage/process-table';
import type { RunningProgram } from '../stage/running-program';
import { byKey, LOOKUP, madeUpList, type SimulatedWorld } from '../stage/simulated-world';
import { until } from '../stage/until';
import type { Workplace } from '../stage/workplace';

jest.setTimeout(240_000);

/** Within the checkout, so that it finds the packages. */
const NEXT = join(ROOT, `.dist-next-${process.pid}`);

let world: SimulatedWorld;
let place: Workplace;

beforeAll(async () => {
  ({ world, place } = await preparePlace(sharedTemporal()));
  cpSync(realpathSync(join(ROOT, 'dist')), NEXT, { recursive: true });
  const ignore = (): void => undefined;
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('../../engine/watch/other-workflows'),
    payloadConverterPath: require.resolve('../../../engine/payloads/payload-converter'),
    workflowInterceptorModules: [require.resolve('../../../workflows/tell-worker')],
    logger: { log: ignore, trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  writeFileSync(join(NEXT, 'workflow-bundle.js'), code);
});

afterAll(async () => {
  await place.verb('stop', '--yes');
  place.clear();
  rmSync(NEXT, { recursive: true, force: true });
  await world.close();
});

/** A verb of the next version of the program. */
function next(...args: string[]): RunningProgram {
  return startNode(place.folder, [join(NEXT, 'client', 'cli.js'), ...args], environment(place.env));
}

test('worker --verify tells whether this code can go on with the real runs, and ends 0 or 1', async () => {
  place.configure(world);
  const worker = await place.worker();
  expect(await place.verb('start')).toMatchObject({ code: 0 });
  expect(await place.verb('pull')).toMatchObject({ code: 0 });
  const same = await place.verb('worker', '--verify');
  expect(same).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/[1-9]\d* runs were replayed, and all of them fit/),
  });
  const other = next('worker', '--verify');
  expect(await other.ended).toMatchObject({ code: 1 });
  expect(other.stdout).toMatch(/does not fit this code/);
  worker.kill('SIGTERM');
  await worker.ended;
});

test('killed in mid-pull, a worker is followed by one of the next version, and nothing is lost', async () => {
  place.configure(world, { service: { request_period_in_seconds: 10 } });
  await place.worker();
  expect(await place.verb('apply')).toMatchObject({ code: 0 });
  world.devo.fail({ fault: 'slow-job', ms: 20_000, requests: 1 });
  world.ctci.serve({ rows: madeUpList(35) });
  await until('the deploy job', () => world.devo.lookup(LOOKUP)?.status === 'Updating');
  expect(await place.verb('reset', 'told in the middle')).toMatchObject({ code: 0 });
  process.kill(processNamed(place.folder, 'worker/main.js').pid, 'SIGKILL');

  const follower = next('worker');
  await follower.said(/Worker started on task queue/);
  await follower.said(/was begun by other code and has failed \(EngineError 619\).* 1 of its signals were sent again/);
  await until('the reset', async () => {
    const { stdout } = await place.verb('state', 'export', '--service', 'cewl');
    const { reset_persistence_auth: reset } = JSON.parse(stdout) as { reset_persistence_auth?: string };
    return reset === 'told in the middle';
  });
  await until('the list', () => world.devo.rows(LOOKUP)?.length === 35);
  expect(byKey(world.devo.rows(LOOKUP))).toEqual(byKey(world.ctci.rows()));
  follower.kill('SIGTERM');
  await follower.ended;
});

test.each([
  ['the list is read', 36, () => world.ctci.fail({ fault: 'stall', requests: 1 }), () => world.ctci.state().faults],
  [
    'a deploy is asked for',
    37,
    () => world.devo.fail({ fault: 'delay', ms: 15_000, requests: 1 }),
    () => world.devo.state().faults,
  ],
] as const)('killed while %s, the same', async (_when, count, spoil, waiting) => {
  await place.worker();
  spoil();
  world.ctci.serve({ rows: madeUpList(count) });
  await until('the step', () => waiting().length === 0);
  process.kill(processNamed(place.folder, 'worker/main.js').pid, 'SIGKILL');

  const follower = next('worker');
  await follower.said(/was begun by other code and has failed \(EngineError 619\)/);
  await until('the list', () => world.devo.rows(LOOKUP)?.length === count);
  expect(byKey(world.devo.rows(LOOKUP))).toEqual(byKey(world.ctci.rows()));
  expect(world.devo.overlaps()).toEqual([]);
  follower.kill('SIGTERM');
  await follower.ended;
});

test('with worker_versioning, start gives runs to its build; the next version takes them over and back', async () => {
  await place.verb('stop', '--yes');
  place.configure(world, { globals: { worker_versioning: true } });
  const worker = await place.worker();
  expect(await place.verb('start')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/Build \S+ gets the runs from now on/),
  });
  const follower = next('worker');
  await follower.said(/Worker started on task queue/);
  const promoted = next('start');
  await promoted.ended; // its pull listens to nobody before its first step is over, so what is asked of it then fails
  expect(promoted.stdout).toMatch(/Build \S+ gets the runs from now on \(until now \S+\)/);
  const back = await place.verb('start');
  expect(back).toMatchObject({ code: 0, stdout: expect.stringMatching(/\(until now \S+\)/) });
  for (const each of [worker, follower]) {
    each.kill('SIGTERM');
    await each.ended;
  }
});
