import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { packList } from '../../packing/pack-table';
import { checkListTravels } from '../../../packing/payload-size';
import { carriedState } from '../../../client/chain/carried-state';
import { readChain } from '../../../client/chain/read-chain';
import { stateOfClosedChain } from '../../../client/chain/state-of-closed-chain';
import type { Claim } from '../../../engine/external-storage/claim';
import { claimsOfOpenRuns } from '../../../engine/external-storage/claims-of-open-runs';
import { GRACE_MS, LONGEST_PAUSE_MS, sweepStorage } from '../../../engine/external-storage/sweep-storage';
import { millisecondsOf } from '../../../engine/proto-time';
import { ListAtHand } from '../pull/stage/list-at-hand';
import { LookupAtHand } from '../pull/stage/lookup-at-hand';
import { RunningCollector } from '../pull/stage/running-collector';
import { until } from '../pull/stage/until';
import { realTable } from './real-rows';

jest.setTimeout(180_000);

/** Rows between a list that is tried and the next larger one. */
const STEP = 250;

let collector: RunningCollector | undefined;
let folder: string | undefined;

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  folder = undefined;
});

function realList(count: number): ListAtHand {
  const { columns, rows } = realTable(count);
  const source = new ListAtHand(rows.map((row) => [...row]));
  source.columns = [...columns];
  return source;
}

async function passes(count: number): Promise<boolean> {
  try {
    checkListTravels(await packList(realTable(count)), null, 0);
    return true;
  } catch {
    return false;
  }
}

/** The largest list of real rows that is let through, to the next step. */
async function largestList(): Promise<number> {
  let [good, bad] = [18_000, 20_000];
  expect([await passes(good), await passes(bad)]).toEqual([true, false]);
  while (bad - good > STEP) {
    const middle = Math.round((good + bad) / 2 / STEP) * STEP;
    if (await passes(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

test('without external storage the largest list passes; a step more is refused, the chain lives on', async () => {
  const largest = await largestList();
  const source = realList(largest);
  const lookup = new LookupAtHand();
  collector = await RunningCollector.start(source, [lookup]);
  await collector.stopWorkers();
  await collector.addWorker({ maxCachedWorkflows: 0 }); // every task gets the whole history, with every list in it
  await collector.startChain();
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', received: largest, sent: largest });

  for (const row of source.rows) row[4] = 'x'; // no longer than before
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', changed: largest, sent: largest });
  const before = await collector.state();

  const delivered = source.rows;
  source.rows = realTable(largest + STEP).rows.map((row) => [...row]);
  await expect(collector.pull()).rejects.toMatchObject({
    cause: { message: expect.stringMatching(/ApiError 414: .*setting globals.external_storage.folder/) },
  });
  expect(await collector.state()).toEqual(before);
  expect(lookup.deliveries).toHaveLength(2);

  source.rows = delivered.slice(1);
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', removed: 1 });
});

async function withStorage(source: ListAtHand) {
  folder = await mkdtemp(join(tmpdir(), 'ctci-storage-'));
  const lookup = new LookupAtHand();
  collector = await RunningCollector.start(source, [lookup], { storageFolder: folder });
  await collector.startChain();
  return { source, lookup, collector, folder };
}

/** Rows of two short cells: their ledger is larger than the rest. */
function ledgerHeavyList(count: number): ListAtHand {
  return new ListAtHand(
    Array.from({ length: count }, (_, index) => [`CVE-${2000 + (index % 30)}-${(index * 7919) % 1_000_003}`, 'x']),
  );
}

test('with external storage 60,000 rows pass, change, and are recognised by another worker', async () => {
  const { source, lookup, collector } = await withStorage(realList(60_000));
  const runId = await collector.runId();
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', received: 60_000, sent: 60_000 });
  expect((await collector.state()).list).toMatchObject({ rows: 60_000, digest: source.digest });
  expect(await stepResultBytes(collector, runId, 'fetchCewl')).toBeLessThan(1_024);

  await collector.stopWorkers();
  await collector.addWorker({ maxCachedWorkflows: 0 });
  source.rows[7]![4] = 'another product';
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', added: 0, changed: 1, removed: 0 });
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged', received: 60_000 });
  expect(lookup.rows.size).toBe(60_000);
});

/** Size of what a step returned, as it stands in the history. */
async function stepResultBytes({ reader, workflowId }: RunningCollector, runId: string, step: string): Promise<number> {
  const { history } = await reader.client.workflowService.getWorkflowExecutionHistory({
    namespace: 'default',
    execution: { workflowId, runId },
  });
  const events = history?.events ?? [];
  const scheduled = events.find(
    (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === step,
  )?.eventId;
  const completed = events.find(
    (event) => scheduled && event.activityTaskCompletedEventAttributes?.scheduledEventId?.equals(scheduled),
  );
  return completed?.activityTaskCompletedEventAttributes?.result?.payloads?.[0]?.data?.length ?? Infinity;
}

test('a state too large for its event is carried from run to run, and read by clients', async () => {
  const { source, collector } = await withStorage(ledgerHeavyList(90_000));
  await collector.pull();
  expect(await claimsWhenListed(collector)).toHaveLength(1);
  expect((await collector.state()).list.rows).toBe(90_000);
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged' });
  source.rows.pop();
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', removed: 1 });
  expect((await collector.state()).list.rows).toBe(89_999);
});

test('a lost state is named by its setting, and never taken for an empty one', async () => {
  const { collector, folder } = await withStorage(ledgerHeavyList(90_000));
  await collector.pull();
  await rm(folder, { recursive: true });
  const current = await collector.current();
  expect(current).toMatchObject({
    carried: null,
    seed: null,
    lost: { id: 'stored_payload_lost', setting: 'globals.external_storage.folder' },
  });
  const chain = await readChain(collector.reader, collector.workflowId);
  expect(() => carriedState(chain!)).toThrow('cannot be read from external storage');
  await collector.handle.terminate(); // stopped: then it can be started anew
  const stopped = await readChain(collector.reader, collector.workflowId);
  await expect(stateOfClosedChain(collector.reader, collector.workflowId, stopped!)).rejects.toMatchObject({
    id: 'stored_payload_lost',
  });
});

test('the sweep keeps what an open chain carries, however old, and removes what no run needs', async () => {
  const { collector, folder } = await withStorage(ledgerHeavyList(90_000));
  await collector.pull();
  const place = { client: collector.reader.client, taskQueue: collector.taskQueue, folder };
  const [carried] = await claimsWhenListed(collector);
  const all = await objectsIn(folder);
  expect(all.length).toBeGreaterThan(1);

  const start = Date.now();
  expect(await sweepStorage(place, new Date(start))).toMatchObject({ mayRemove: false, objects: 0, lost: [] });
  const retention = await retentionOf(collector);
  let time = start;
  const removed: number[] = [];
  while (time < start + retention + GRACE_MS + LONGEST_PAUSE_MS) {
    time += LONGEST_PAUSE_MS;
    removed.push((await sweepStorage(place, new Date(time))).objects);
  }
  expect(removed.findIndex((objects) => objects > 0)).toBeGreaterThanOrEqual(
    (retention + GRACE_MS) / LONGEST_PAUSE_MS - 1,
  );
  expect(await objectsIn(folder)).toEqual([carried?.sha256]);
  expect((await collector.state()).list.rows).toBe(90_000);

  const later = new Date(time + LONGEST_PAUSE_MS * 40); // nobody swept for long: nobody knows what was needed meanwhile
  await collector.handle.terminate();
  expect(await sweepStorage(place, later)).toMatchObject({ mayRemove: false, objects: 0 });
  expect(await objectsIn(folder)).toHaveLength(1);
});

/**
 * What the open runs were given, once the engine lists a run that was given something: its index is a little behind.
 */
async function claimsWhenListed({ reader, taskQueue }: RunningCollector): Promise<Claim[]> {
  let claims: Claim[] = [];
  await until(async () => {
    claims = (await claimsOfOpenRuns(reader.client, taskQueue)).flatMap((run) => [...run.claims]);
    return claims.length > 0;
  });
  return claims;
}

async function objectsIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && entry.name.length === 64).map((entry) => entry.name);
}

async function retentionOf({ reader }: RunningCollector): Promise<number> {
  const { config } = await reader.client.workflowService.describeNamespace({ namespace: 'default' });
  return millisecondsOf(config!.workflowExecutionRetentionTtl);
}
