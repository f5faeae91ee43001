import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { VERBS } from '../../../client/main';
import { preparePlace } from '../stage/prepared-place';
import type { RunningProgram } from '../stage/running-program';
import { madeUpList, type SimulatedWorld } from '../stage/simulated-world';
import { Workplace } from '../stage/workplace';

jest.setTimeout(600_000);

let world: SimulatedWorld;
let place: Workplace;
/** Where nothing is configured yet. */
const empty = new Workplace();

/** The row that an example names. */
const ROWS = [...madeUpList(30), { cve: 'CVE-2025-1234', product: 'that of the help' }];

beforeAll(async () => {
  ({ world, place } = await preparePlace());
  world.ctci.serve({ rows: ROWS });
});

afterAll(async () => {
  place.clear();
  empty.clear();
  await world.close();
});

/** All lines that the help shows, as a shell takes them apart. */
async function examples(): Promise<string[][]> {
  const verbs = await Promise.all(Object.values(VERBS).map((load) => load()));
  return verbs
    .flatMap((verb) => verb.examples)
    .map(({ line }) => [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word));
}

/** What has to be so before an example makes sense. */
const BEFORE: Readonly<Record<string, () => Promise<unknown>>> = {
  async release() {
    world.ctci.serve({ rows: madeUpList(3) });
    await place.verb('pull');
  },
};

/** What runs until it is told to stop, and what it says when it works. */
const LASTING: Readonly<Record<string, RegExp>> = { up: /delivered: received 31/, worker: /Worker started/ };

async function stopped(program: RunningProgram): Promise<unknown> {
  program.kill('SIGINT');
  return (await program.ended).code;
}

async function codeOf(args: readonly string[]): Promise<unknown> {
  const [verb = '', ...more] = args;
  const isLasting = more.length === 0 && verb in LASTING;
  if (isLasting) {
    const program = place.begin(verb);
    await program.said(LASTING[verb] ?? /^/);
    return stopped(program);
  }
  await BEFORE[verb]?.();
  const { code, stdout, stderr } = await (verb === 'init' ? empty : place).verb(...args);
  return code === 0 ? 0 : { code, stdout, stderr };
}

test('every example of the help works as it stands, beside what "up" runs', async () => {
  const all = await examples();
  expect(all.length).toBeGreaterThan(25);
  const up = place.begin('up');
  await up.said(LASTING['up'] ?? /^/);
  const inOrder = all
    .filter(([verb, ...more]) => verb !== 'up' && !(verb === 'init' && more.length === 0)) // which asks, in a terminal
    .sort(([one], [other]) => Number(one === 'stop') - Number(other === 'stop'));
  const ends: [string, unknown][] = [];
  for (const args of inOrder) ends.push([args.join(' '), await codeOf(args)]);
  expect(ends.filter(([, end]) => end !== 0)).toEqual([]);
  expect(existsSync(join(empty.folder, 'config.yaml'))).toBe(true);
  expect(await stopped(up)).toBe(0);
});

test('no help shows a default that says nothing', async () => {
  for (const name of Object.keys(VERBS)) {
    const { code, stdout } = await place.verb(name, '--help');
    expect({ name, code }).toEqual({ name, code: 0 });
    expect(stdout).not.toMatch(/default: (false|undefined|null|"")/);
    expect(stdout).toContain('Examples:');
  }
});

test.each(['environment', 'exit-codes', 'files'])('help %s is a page', async (page) => {
  const { code, stdout, stderr } = await empty.verb('help', page);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.split('\n').length).toBeGreaterThan(4);
});
