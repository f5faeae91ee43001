import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { preparePlace, sharedTemporal } from '../stage/prepared-place';
import { madeUpList, type SimulatedWorld } from '../stage/simulated-world';
import type { Workplace } from '../stage/workplace';
import { KEEPING, startVerb } from './pseudo-terminal';

jest.setTimeout(180_000);

let world: SimulatedWorld;
let place: Workplace;

beforeAll(async () => {
  ({ world, place } = await preparePlace(sharedTemporal()));
  await place.worker();
  await place.verb('start');
  world.ctci.serve({ rows: madeUpList(30, 'another') });
  await place.verb('pull');
});

afterAll(async () => {
  await place.verb('stop', '--yes', '--all');
  place.clear();
  await world.close();
});

/** What a verb leaves in a terminal of this height: on its screen, and with the pager. */
async function inTerminal(args: readonly string[], rows: number): Promise<{ screen: string; paged: string | null }> {
  const kept = join(place.folder, 'paged');
  rmSync(kept, { force: true });
  const verb = startVerb(args, { folder: place.folder, rows, columns: 200, env: { ...place.env, PAGER: KEEPING } });
  expect(await verb.ended).toMatchObject({ code: 0 });
  const screen = verb.stdout;
  return { screen, paged: /^turned \d+ lines/m.test(screen) ? readFileSync(kept, 'utf8') : null };
}

test.each([
  ['status', ['status'], 2, /STATE[\s\S]*ctci\/cewl/],
  ['history', ['history'], 3, /delivered[\s\S]*delivered/],
  ['diff', ['diff'], 10, /CVE-[\s\S]*another/],
])(
  '%s goes through PAGER where it is longer than the terminal, and not with --no-pager',
  async (_verb, args, rows, words) => {
    const long = await inTerminal(args, rows);
    expect(long.paged).toMatch(words);
    expect(long.screen).not.toMatch(words);

    const plain = await inTerminal([...args, '--no-pager'], rows);
    expect(plain.paged).toBeNull();
    expect(plain.screen).toMatch(words);

    expect((await inTerminal(args, 200)).paged).toBeNull(); // it fits
  },
);
