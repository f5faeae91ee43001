import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { documentOf, type Document } from '../stage/document';
import { preparePlace, sharedTemporal } from '../stage/prepared-place';
import { processesOf } from '../stage/process-table';
import type { RunningProgram } from '../stage/running-program';
import { byKey, CTCI_TOKEN, DEVO_TOKEN, LOOKUP, madeUpList, type SimulatedWorld } from '../stage/simulated-world';
import { Workplace, type ConfigChanges } from '../stage/workplace';

jest.setTimeout(120_000);

const STACK = /^ +at .+:\d+:\d+\)?$/m;

let world: SimulatedWorld;
let place: Workplace;
let worker: RunningProgram;

beforeAll(async () => {
  ({ world, place } = await preparePlace(sharedTemporal()));
  worker = await place.worker();
  expect((await place.verb('start')).code).toBe(0);
});

afterAll(async () => {
  await place.verb('stop', '--yes');
  place.clear();
  await world.close();
});

/** An edited configuration acts after a restart of the worker. */
async function restartedWith(changes: ConfigChanges): Promise<void> {
  worker.kill('SIGTERM');
  await worker.ended;
  place.configure(world, changes);
  worker = await place.worker();
}

/**
 * What a pull says as a document, and then another one in words. One after the other: of two at once, the first to be
 * answered may see the other's pull at work.
 */
async function pulled(): Promise<Document & { code: number | null }> {
  const json = await place.verb('pull', '--json');
  const words = await place.verb('pull');
  expect(words.code).toBe(json.code);
  expect(`${words.stdout}${words.stderr}${json.stderr}${worker.everything}`).not.toMatch(STACK);
  if (words.code !== 0)
    expect(words.stderr).toMatch(/^ctci\/cewl: (devo_lookup: )?(ApiError|DevoError) \d+: [^\n]+\n$/);
  return { ...documentOf(json), code: json.code };
}

test('a wrong token on the side of CTCI fails the pull with setting and remedy, and the state stays', async () => {
  await restartedWith({ input: { credentials: { api_token: 'a-wrong-token' } } });
  expect(await pulled()).toMatchObject({
    code: 1,
    ok: false,
    error: { number: 401, setting: 'inputs.ctci.credentials.api_token', remedy: expect.any(String) },
    services: [{ state: 'failing', rows: 30 }],
  });
  await restartedWith({});
  expect(await pulled()).toMatchObject({ code: 0, services: [{ rows: 30, report: { outcome: 'unchanged' } }] });
});

test('a wrong token on the side of Devo does the same', async () => {
  await restartedWith({ output: { token: 'a-wrong-token' } });
  expect(await pulled()).toMatchObject({
    code: 1,
    ok: false,
    error: { number: 501, setting: 'outputs.devo_lookup.config.token' },
    services: [{ rows: 30 }],
  });
  await restartedWith({});
  expect(await pulled()).toMatchObject({ code: 0, services: [{ rows: 30 }] });
});

test('a job that ends in err fails the pull with the words of Devo; the old rows stay meanwhile', async () => {
  world.devo.fail({ fault: 'fail-job', msg: 'no space left on the node', requests: 10 });
  world.ctci.serve({ rows: [...madeUpList(30), { cve: 'CVE-2032-1', product: 'new' }] });
  expect(await pulled()).toMatchObject({
    code: 1,
    ok: false,
    error: { number: 505, message: expect.stringContaining('no space left on the node') },
    services: [{ state: 'failing', rows: 30 }],
  });
  expect(world.devo.lookup(LOOKUP)?.rows).toBe(30);
  world.devo.clearFaults();
  expect(await pulled()).toMatchObject({ code: 0 });
  expect(byKey(world.devo.rows(LOOKUP))).toEqual(byKey(world.ctci.rows()));
});

test('nothing of it left a token in the log of the worker or in what the client said', () => {
  for (const token of [CTCI_TOKEN, DEVO_TOKEN, 'a-wrong-token']) expect(worker.everything).not.toContain(token);
});

test.each([
  [
    'a missing key',
    (yaml: string) => yaml.replace(/ +lookup_name: .+\n/, ''),
    /outputs\.devo_lookup\.config\.lookup_name\n {2}SetupError 23: /,
  ],
  [
    'a mistyped key',
    (yaml: string) => yaml.replace('api_base_url', 'api_base_urll'),
    /inputs\.ctci\.api_base_urll\n {2}SetupError 22: /,
  ],
  [
    'an unset variable',
    (yaml: string) => yaml.replace(CTCI_TOKEN, '${A_VARIABLE_NOBODY_SET}'),
    /inputs\.ctci\.credentials\.api_token\n {2}SetupError 26: .+A_VARIABLE_NOBODY_SET/,
  ],
])(
  '%s ends every verb with exit 2 and the place in the file, before anything is started',
  async (_what, spoil, expected) => {
    const spoiled = new Workplace();
    try {
      spoiled.configure(world);
      spoiled.write(spoil(readFileSync(spoiled.configFile, 'utf8')));
      for (const verb of ['up', 'status']) {
        const end = await spoiled.verb(verb);
        expect(end).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(expected) });
        expect(end.stderr).not.toMatch(STACK);
      }
      expect(processesOf(spoiled.folder)).toEqual([]);
      expect((await spoiled.verb('worker')).code).toBe(2);
    } finally {
      spoiled.clear();
    }
  },
);

test('a Temporal that is not there, or does not speak, is exit 3 within seconds, with the address', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as { port: number };
  const lost = new Workplace({ TEMPORAL_ADDRESS: `127.0.0.1:${port}` });
  const absent = new Workplace({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
  try {
    for (const each of [lost, absent]) {
      each.configure(world);
      const ends = await Promise.all([each.verb('status'), each.verb('up'), each.verb('worker')]);
      for (const { code, stderr } of ends) {
        expect({ code, stderr }).toMatchObject({
          code: 3,
          stderr: expect.stringMatching(
            /^EngineError 600: Temporal cannot be reached: 127\.0\.0\.1:\d+, .+ \(setting TEMPORAL_ADDRESS\)\. .+\n$/,
          ),
        });
      }
    }
    const debug = await new Promise<string>((resolve) => {
      const place = new Workplace({ TEMPORAL_ADDRESS: '127.0.0.1:1', LOG_LEVEL: 'debug' });
      place.configure(world);
      void place
        .verb('status')
        .then(({ stderr }) => resolve(stderr))
        .finally(() => place.clear());
    });
    expect(debug).toMatch(STACK);
  } finally {
    silent.close();
    lost.clear();
    absent.clear();
  }
});
