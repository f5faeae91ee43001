import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { LookupWatch } from '../../bench/faults/stage/lookup-watch';
import { ServedRows } from '../../bench/faults/judge/served-rows';
import type { DevoSimulator } from '../../simulators/devo/devo-simulator';
import { startDevoSimulator } from '../../simulators/devo/start-devo-simulator';

const LOOKUP = 'Watched_List';
const ROWS = Array.from({ length: 10 }, (_, index) => ({ cve: `CVE-2025-${String(index)}`, vendor: 'acme' }));

let devo: DevoSimulator;
let watch: LookupWatch;

beforeEach(async () => {
  devo = await startDevoSimulator({ domain: 'acme', token: 'secret' });
  const served = new ServedRows();
  served.add(ROWS);
  watch = new LookupWatch(devo, LOOKUP, served);
});

afterEach(async () => {
  watch.close();
  await devo.close();
});

/** A deploy by hand, and its end. */
async function deploy(change: Parameters<DevoSimulator['foreignDeploy']>[1]): Promise<void> {
  devo.foreignDeploy(LOOKUP, change);
  while (devo.deploys().at(-1)?.outcome === 'running') await wait(1);
}

test('a lookup with rows of the list, growing and a little smaller, is as it should be', async () => {
  await deploy({ upsert: ROWS.slice(0, 5) });
  await deploy({ upsert: ROWS });
  await deploy({ remove: ['CVE-2025-1', 'CVE-2025-2'] });
  await wait(20);
  expect([watch.stranger, watch.wipe]).toEqual([null, null]);
  expect(watch.tally()).toEqual({ looks: 3, fewest: 5 });
});

test('a row that was never served is found although the next deploy, at once after it, takes it away', async () => {
  await deploy({ upsert: ROWS });
  await deploy({ upsert: [{ cve: 'CVE-2025-3', vendor: 'nobody' }] });
  await deploy({ upsert: ROWS });
  await wait(20);
  expect(watch.stranger).toContain('nobody');
});

test('a wipe is found although the next deploy, at once after it, mends it', async () => {
  await deploy({ upsert: ROWS });
  await deploy({ remove: ROWS.slice(0, 3).map(({ cve }) => cve) });
  await deploy({ upsert: ROWS });
  await wait(20);
  expect(watch.wipe).toBe('a deploy (everything) left 7 rows of 10');
});

test('a lookup that is made anew after somebody has deleted it must hold what it held before', async () => {
  await deploy({ upsert: ROWS });
  await wait(20);
  devo.removeLookup(LOOKUP);
  await deploy({ upsert: ROWS.slice(0, 1) });
  await wait(20);
  expect(watch.wipe).toBe('a deploy (everything) left 1 rows of 10');
});

test('somebody who deletes the lookup at once after a deploy does not make that deploy a wipe', async () => {
  await deploy({ upsert: ROWS });
  await wait(20);
  await deploy({ upsert: ROWS });
  devo.removeLookup(LOOKUP); // before anybody has looked
  await wait(20);
  expect(watch.wipe).toBeNull();
});
