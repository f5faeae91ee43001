import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { preparePlace, sharedTemporal } from '../stage/prepared-place';
import { LOOKUP, madeUpList, type SimulatedWorld } from '../stage/simulated-world';
import { until } from '../stage/until';
import type { Workplace } from '../stage/workplace';
import { startVerb, type InTerminal } from './pseudo-terminal';

jest.setTimeout(120_000);

let world: SimulatedWorld;
let place: Workplace;

beforeAll(async () => {
  ({ world, place } = await preparePlace(sharedTemporal()));
  place.configure(world, { service: { retry_for_seconds: 600 } });
  await place.worker();
  await place.verb('start');
});

afterAll(async () => {
  world.devo.clearFaults();
  world.devo.finishJobs();
  await place.verb('stop', '--yes', '--all');
  place.clear();
  await world.close();
});

afterEach(() => {
  world.ctci.clearFaults();
  world.devo.finishJobs();
});

function inTerminal(args: readonly string[], env: NodeJS.ProcessEnv = {}, columns = 120): InTerminal {
  return startVerb(args, { folder: place.folder, env: { ...place.env, ...env }, columns });
}

/** What stands on the screen's last lines once every line that was written over is gone. */
function remaining(written: string): string {
  return written
    .split('\n')
    .map((line) => line.replace(/\r$/, '').split('\r').at(-1)?.replaceAll('\u001B[K', '') ?? '')
    .join('\n');
}

/** Makes the next deploy one whose job Devo does not end before it is told to. */
function newListWithEndlessJob(product: string): void {
  world.devo.fail({ fault: 'endless-job', requests: 1 });
  world.ctci.serve({ rows: madeUpList(30, product) });
}

test('pull tells in one line which step is at work, its attempt, and how old the job in Devo is', async () => {
  newListWithEndlessJob('first');
  const pull = inTerminal(['pull']);
  await pull.said(/Waiting \d+ s for ctci\/cewl: step sendToDevo, attempt 1, Devo's job \S+ for [1-9]\d* s/);
  expect(pull.stdout).not.toContain('\n'); // one line, written over
  world.devo.finishJobs();
  expect(await pull.ended).toMatchObject({ code: 0 });
  expect(remaining(pull.stdout)).toMatch(/^ctci\/cewl: delivered: received 30/); // nothing is left of the line
});

test('a step that is tried again says which attempt it is, and why the one before failed', async () => {
  world.ctci.fail({ fault: 'status', status: 503, requests: 1000 });
  const pull = inTerminal(['pull']);
  await pull.said(/step fetchCewl, attempt [2-9].*the one before: ApiError 450/);
  world.ctci.clearFaults();
  expect(await pull.ended).toMatchObject({ code: 0 });
});

test('the line fits the terminal', async () => {
  newListWithEndlessJob('narrow');
  const pull = inTerminal(['pull'], {}, 40);
  await pull.said(/Waiting \d+ s for ctci\/cewl: step s/);
  world.devo.finishJobs();
  await pull.ended;
  const lines = pull.stdout.split('\r').map((line) => line.replaceAll('\u001B[K', '').split('\n')[0] ?? '');
  expect(Math.max(...lines.filter((line) => line.startsWith('Waiting')).map((line) => line.length))).toBeLessThan(40);
});

test('reset --now, preview and verify tell what they wait for too', async () => {
  newListWithEndlessJob('reset');
  const reset = inTerminal(['reset', '--now', '--yes']);
  await reset.said(/Waiting \d+ s for ctci\/cewl: step sendToDevo/);
  const preview = inTerminal(['preview']);
  const verify = inTerminal(['verify']);
  await Promise.all([preview, verify].map((each) => each.said(/Waiting \d+ s for the pull of \S+/)));
  world.devo.finishJobs();
  expect(await Promise.all([reset, preview, verify].map((each) => each.ended))).toMatchObject([
    { code: 0 },
    { code: 0 },
    { code: 0 },
  ]);
});

test('start and release --now tell what they wait for too, and leave nothing of it', async () => {
  newListWithEndlessJob('start');
  const start = inTerminal(['start']);
  await start.said(/Waiting \d+ s for ctci\/cewl: step sendToDevo/);
  world.devo.finishJobs();
  expect(await start.ended).toMatchObject({ code: 0 });
  expect(remaining(start.stdout)).not.toMatch(/Waiting/);

  world.ctci.serve({ rows: madeUpList(5, 'start') });
  expect(await place.verb('pull')).toMatchObject({ code: 1, stdout: expect.stringMatching(/held/) as unknown });
  world.devo.fail({ fault: 'endless-job', requests: 1 });
  const release = inTerminal(['release', '--now', '--yes']);
  await release.said(/Waiting \d+ s for ctci\/cewl: step sendToDevo/);
  world.devo.finishJobs();
  expect(await release.ended).toMatchObject({ code: 0 });
  expect(remaining(release.stdout)).not.toMatch(/Waiting/);
});

test.each([
  ['with --json', ['pull', '--json'], {}],
  ['in a terminal that cannot write over a line', ['pull'], { TERM: 'dumb' }],
])('%s there is no line that is written over', async (_where, args, env) => {
  newListWithEndlessJob(`silent ${JSON.stringify(env)}`);
  const pull = inTerminal(args, env);
  await until('the job in Devo', () => world.devo.lookup(LOOKUP)?.status === 'Updating');
  world.devo.finishJobs();
  expect(await pull.ended).toMatchObject({ code: 0 });
  expect(pull.stdout).not.toMatch(/\u001B|\r(?!\n)/);
  if (args.includes('--json')) expect(JSON.parse(pull.stdout)).toMatchObject({ ok: true });
});

test('without a terminal nothing is said of the waiting', async () => {
  newListWithEndlessJob('piped');
  const pull = place.begin('pull');
  await until('the job in Devo', () => world.devo.lookup(LOOKUP)?.status === 'Updating');
  world.devo.finishJobs();
  expect(await pull.ended).toMatchObject({ code: 0 });
  expect(pull.stderr).toBe('');
});
