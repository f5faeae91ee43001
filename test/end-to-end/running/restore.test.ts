import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { build } from '../stage/built-program';
import { documentOf } from '../stage/document';
import { processesOf } from '../stage/process-table';
import type { RunningProgram } from '../stage/running-program';
import { byKey, LOOKUP, madeUpList, startWorld, type SimulatedWorld } from '../stage/simulated-world';
import { Workplace } from '../stage/workplace';

jest.setTimeout(150_000);

const place = new Workplace();
let world: SimulatedWorld;

beforeAll(async () => {
  await build();
  world = await startWorld();
  place.configure(world);
});
afterAll(async () => {
  place.clear();
  await world.close();
});

/** What `up` keeps: the database of its Temporal, and what belongs to it. */
const kept = join(place.folder, '.ctci-collector');
const copy = join(place.folder, 'copy');

async function stops(up: RunningProgram): Promise<void> {
  up.kill('SIGINT');
  expect(await up.ended).toEqual({ code: 0, signal: null });
  expect(processesOf(place.folder)).toEqual([]);
}

function lookupIsTheList(): void {
  expect(byKey(world.devo.rows(LOOKUP))).toEqual(byKey(world.ctci.rows()));
}

test('the database is lost, a copy of yesterday is put back, and the next pull mends what differs', async () => {
  world.ctci.serve({ rows: madeUpList(40) });
  const yesterday = place.begin('up');
  await yesterday.said(/ctci\/cewl {2}delivered: received 40/);
  await stops(yesterday);
  cpSync(kept, copy, { recursive: true });

  // A day goes on that the copy knows nothing of: rows come, change and go.
  world.ctci.serve({ rows: [...madeUpList(39, 'changed'), { cve: 'CVE-2032-1', product: 'new' }] });
  const today = place.begin('up');
  await today.said(/ctci\/cewl {2}delivered: received 40/);
  lookupIsTheList();
  await stops(today);

  rmSync(kept, { recursive: true });
  cpSync(copy, kept, { recursive: true });
  world.ctci.serve({ rows: [...madeUpList(40, 'changed'), { cve: 'CVE-2032-2', product: 'newer' }] });
  const restored = place.begin('up');
  await restored.said(/ctci\/cewl {2}delivered: received 41/);
  lookupIsTheList();
  const [view] = documentOf(await place.verb('status', '--json')).services;
  expect(view).toMatchObject({ rows: 41, last_failure: null });
  expect(world.devo.overlaps()).toEqual([]);
  expect(world.devo.minimumRows(LOOKUP)).toBeGreaterThanOrEqual(40);
  await stops(restored);
});
