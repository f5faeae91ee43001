import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { build } from '../stage/built-program';
import { documentOf } from '../stage/document';
import { processesOf, processNamed } from '../stage/process-table';
import type { RunningProgram } from '../stage/running-program';
import { byKey, LOOKUP, madeUpList, startWorld, type SimulatedWorld } from '../stage/simulated-world';
import { until } from '../stage/until';
import { Workplace } from '../stage/workplace';

jest.setTimeout(150_000);

const scenes: { place: Workplace; world: SimulatedWorld }[] = [];

beforeAll(build);
afterAll(async () => {
  for (const { place, world } of scenes) {
    place.clear();
    await world.close();
  }
});

/** A collector that is up, has delivered once, and is now in the middle of a pull: its deploy job runs in Devo. */
async function inMidPull(): Promise<{ place: Workplace; world: SimulatedWorld; up: RunningProgram }> {
  const world = await startWorld();
  const place = new Workplace();
  scenes.push({ place, world });
  world.ctci.serve({ rows: madeUpList(40) });
  place.configure(world, { service: { request_period_in_seconds: 3 } });
  const up = place.begin('up');
  await up.said(/ctci\/cewl {2}delivered: received 40/);
  world.devo.fail({ fault: 'slow-job', ms: 4_000, requests: 1 });
  world.ctci.serve({ rows: [...madeUpList(38, 'changed'), { cve: 'CVE-2032-1', product: 'new' }] });
  await until('the deploy job', () => world.devo.lookup(LOOKUP)?.status === 'Updating');
  return { place, world, up };
}

/** In the end the lookup is the list, no deploy has met another one, and the lookup was never empty or half. */
async function heals({ place, world }: { place: Workplace; world: SimulatedWorld }): Promise<void> {
  const list = byKey(world.ctci.rows());
  const report = await until('a pull that finds nothing to do', async () => {
    const [view] = documentOf(await place.verb('status', '--json')).services;
    return view?.last_pull?.outcome === 'unchanged' && view.rows === 39 ? view : null;
  });
  expect(report.last_failure).toBeNull();
  expect(byKey(world.devo.rows(LOOKUP))).toEqual(list);
  expect(world.devo.overlaps()).toEqual([]);
  expect(world.devo.minimumRows(LOOKUP)).toBeGreaterThanOrEqual(38);
}

async function stops(place: Workplace, up: RunningProgram): Promise<void> {
  up.kill('SIGINT');
  expect(await up.ended).toEqual({ code: 0, signal: null });
  expect(processesOf(place.folder)).toEqual([]);
}

test.concurrent('everything killed in mid-pull at once: started again, the lookup becomes the list', async () => {
  const scene = await inMidPull();
  for (const { pid } of processesOf(scene.place.folder)) process.kill(pid, 'SIGKILL');
  await scene.up.ended;
  const again = scene.place.begin('up');
  await again.said(/runs as configured/);
  await heals(scene);
  expect(again.stdout).not.toContain('received 40'); // it went on from the state
  await stops(scene.place, again);
});

test.concurrent(
  'up alone killed in mid-pull: the worker ends by itself, the next up goes on with the Temporal that is left',
  async () => {
    const scene = await inMidPull();
    scene.up.kill('SIGKILL');
    await scene.up.ended;
    await until('the end of the worker', () =>
      processesOf(scene.place.folder).every(({ command }) => command.includes('start-dev')),
    );
    const again = scene.place.begin('up');
    await again.said(
      /Temporal: (going on with|ending) the (server|engine) that an earlier start left behind[^]*runs as configured/,
    );
    await heals(scene);
    await stops(scene.place, again);
  },
);

test.concurrent(
  'the worker alone killed in mid-pull: up starts another one, which picks the running job up again',
  async () => {
    const scene = await inMidPull();
    const deploys = scene.world.devo.deploys().length;
    process.kill(processNamed(scene.place.folder, '/worker/main.js').pid, 'SIGKILL');
    await scene.up.said(/The worker has ended; it is started again/);
    await heals(scene);
    expect(scene.world.devo.deploys().length).toBeLessThanOrEqual(deploys + 1);
    await stops(scene.place, scene.up);
  },
);

test.concurrent(
  'Temporal alone killed in mid-pull: up starts it again at the same address, and the pull goes on',
  async () => {
    const scene = await inMidPull();
    const [, address] = await scene.up.said(/^Temporal +(\S+),/m);
    const { pid } = processNamed(scene.place.folder, 'start-dev');
    process.kill(pid, 'SIGKILL');
    await scene.up.said(/Temporal has ended; it is started again/);
    await heals(scene);
    expect(processNamed(scene.place.folder, 'start-dev')).toMatchObject({
      command: expect.stringContaining(`--port ${address?.split(':')[1] ?? ''} `),
    });
    await stops(scene.place, scene.up);
  },
);
