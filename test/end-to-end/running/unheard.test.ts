import { afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { build, environment, ROOT, startProgram } from '../stage/built-program';
import { processesOf } from '../stage/process-table';
import type { RunningProgram } from '../stage/running-program';
import { byKey, LOOKUP, madeUpList, startWorld, type SimulatedWorld } from '../stage/simulated-world';
import { until } from '../stage/until';
import { Workplace } from '../stage/workplace';

jest.setTimeout(150_000);

const CLIENT = join(ROOT, 'dist', 'client', 'cli.js');

/** util-linux: runs a command in a terminal of its own, which is closed when it dies. */
const SCRIPT = '/usr/bin/script';

const scenes: { place: Workplace; world: SimulatedWorld }[] = [];

beforeAll(build);

afterEach(async () => {
  for (const { place, world } of scenes.splice(0)) {
    place.clear();
    await world.close();
  }
});

async function newScene(): Promise<{ place: Workplace; world: SimulatedWorld }> {
  const world = await startWorld();
  world.ctci.serve({ rows: madeUpList(30) });
  const place = new Workplace();
  place.configure(world, { service: { request_period_in_seconds: 2 } });
  const scene = { place, world };
  scenes.push(scene);
  return scene;
}

/** A shell command line in the place; `up` stands for the client's verb. */
function shell(place: Workplace, words: string): RunningProgram {
  return startProgram(
    '/bin/sh',
    ['-c', words.replaceAll('UP', `${process.execPath} ${CLIENT} up`)],
    place.folder,
    environment(),
  );
}

function delivers(world: SimulatedWorld, rows: number): Promise<unknown> {
  return until(`${rows} rows in the lookup`, () => byKey(world.devo.rows(LOOKUP)).size === rows);
}

/** A change of the list reaches the lookup: the pulls go on. */
async function pullsGoOn(world: SimulatedWorld): Promise<void> {
  world.ctci.serve({ rows: madeUpList(31) });
  await delivers(world, 31);
}

function nothingIsLeft(place: Workplace): Promise<unknown> {
  return until('the end of every process', () => processesOf(place.folder).length === 0, 30_000);
}

function upOf(place: Workplace): number {
  const found = processesOf(place.folder).find(({ command }) => command.startsWith(`${process.execPath} ${CLIENT} up`));
  if (!found) throw new Error(`up does not run: ${JSON.stringify(processesOf(place.folder))}`);
  return found.pid;
}

(existsSync(SCRIPT) ? test : test.skip)('a closed terminal stops everything in order', async () => {
  const { place, world } = await newScene();
  const terminal = startProgram(
    SCRIPT,
    ['-qfec', `exec ${process.execPath} ${CLIENT} up`, join(place.folder, 'typescript')],
    place.folder,
    environment(),
  );
  await delivers(world, 30);
  terminal.kill('SIGKILL');
  await nothingIsLeft(place);
  expect(place.workerLog).toContain('Worker stopped');
  expect(existsSync(join(place.folder, '.ctci-collector', 'engine.json'))).toBe(false);
});

test('up goes on in silence when nobody reads its words any more, and stops in order when it is told to', async () => {
  const { place, world } = await newScene();
  const piped = shell(place, 'UP 2>&1 | head -n 2');
  await piped.said(/\n.*\n/);
  await delivers(world, 30);
  await pullsGoOn(world);
  process.kill(upOf(place), 'SIGTERM');
  await nothingIsLeft(place);
  expect(place.workerLog).toContain('Worker stopped');
});

test('what only prints ends when nobody reads it', async () => {
  const { place } = await newScene();
  const piped = shell(place, `( ${process.execPath} ${CLIENT} explain; echo "code $?" >&2 ) | true`);
  await piped.ended;
  expect(piped.stderr).toMatch(/^code [01]\n$/);
});

test('without a terminal, up goes on when it gets SIGHUP', async () => {
  const { place, world } = await newScene();
  const up = shell(place, 'exec UP < /dev/null');
  await delivers(world, 30);
  up.kill('SIGHUP');
  await pullsGoOn(world);
  up.kill('SIGTERM');
  expect(await up.ended).toEqual({ code: 0, signal: null });
  expect(processesOf(place.folder)).toEqual([]);
});

test('a worker log on a full device keeps nothing from being pulled, and up ends as ever', async () => {
  const { place, world } = await newScene();
  mkdirSync(join(place.folder, '.ctci-collector'));
  symlinkSync('/dev/full', join(place.folder, '.ctci-collector', 'worker.log'));
  const up = place.begin('up');
  await delivers(world, 30);
  await pullsGoOn(world);
  up.kill('SIGINT');
  expect(await up.ended).toEqual({ code: 0, signal: null });
  expect(up.stderr).toBe('');
  expect(processesOf(place.folder)).toEqual([]);
});

test.each([
  ['a full device', '> /dev/full'],
  ['a reader that is gone', '| true'],
])('a worker goes on with its words sent to %s', async (_name, to) => {
  const { place, world } = await newScene();
  const up = place.begin('up'); // for its Temporal; the second worker shares the work
  await delivers(world, 30);
  const other = shell(place, `${process.execPath} ${CLIENT} worker 2> err.log ${to}; true`);
  const client = await until('the second worker', () =>
    processesOf(place.folder).find(({ command }) => command.startsWith(`${process.execPath} ${CLIENT} worker`)),
  );
  await pullsGoOn(world);
  world.ctci.serve({ rows: madeUpList(32) });
  await delivers(world, 32);
  process.kill(client.pid, 'SIGTERM');
  await other.ended;
  expect(readFileSync(join(place.folder, 'err.log'), 'utf8')).toBe('');
  up.kill('SIGINT');
  expect(await up.ended).toEqual({ code: 0, signal: null });
  expect(processesOf(place.folder)).toEqual([]);
});

test('told to stop again while it stops, up hurries, and leaves no process behind', async () => {
  const { place, world } = await newScene();
  const up = place.begin('up');
  await delivers(world, 30);
  world.devo.fail({ fault: 'slow-job', ms: 20_000, requests: 1 });
  world.ctci.serve({ rows: madeUpList(31) });
  await until('the deploy job', () => world.devo.lookup(LOOKUP)?.status === 'Updating');
  up.kill('SIGINT');
  await up.said(/Stopping/);
  const again = setInterval(() => up.kill('SIGINT'), 500);
  expect(await up.ended).toEqual({ code: 1, signal: null });
  clearInterval(again);
  await nothingIsLeft(place);
});
