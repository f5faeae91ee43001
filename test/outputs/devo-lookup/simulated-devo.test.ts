import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { List } from '../../../domain/list/list';
import { createDevoLookupOutput } from '../../../outputs/devo-lookup/create-devo-lookup-output';
import type { Output } from '../../../outputs/output';
import { startDevoSimulator } from '../../../simulators/devo/start-devo-simulator';
import type { DevoSimulator } from '../../../simulators/devo/devo-simulator';
import { deliver, deliveryOf, NEVER, progressAfter } from './deliveries';

const NAME = 'CTCI_CVE_Early_Warning_List';
const TOKEN = 'token-of-the-simulator';

let devo: DevoSimulator;
let output: Output;

beforeEach(async () => {
  devo = await startDevoSimulator({ domain: 'acme', token: TOKEN, jobDelayMs: 5 });
  output = createDevoLookupOutput({
    name: 'devo_lookup',
    url: devo.lookupApiUrl,
    domain: 'acme',
    token: TOKEN,
    lookupName: NAME,
    mode: 'auto',
    settingsPath: 'outputs.devo_lookup.config',
    limits: { pollFirstMs: 3, pollMaxMs: 10, lostAnswerMs: 200 },
  });
});

afterEach(async () => {
  output.close();
  await devo.close();
});

type Row = Readonly<Record<string, string | number | boolean | null>>;
interface Step {
  readonly added: readonly Row[];
  readonly changed: readonly Row[];
  readonly removed: readonly string[];
}

const HISTORY = gunzipSync(readFileSync(join(__dirname, '../../../data/cewl-history.ndjson.gz')))
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Step);
const COLUMNS = ['cve', ...Object.keys(HISTORY[0]!.added[0]!).filter((column) => column !== 'cve')];

function cells(row: Row): readonly string[] {
  return COLUMNS.map((column) => String(row[column] ?? ''));
}

function rowsInDevo(): ReadonlyMap<string, readonly string[]> {
  return new Map(devo.rows(NAME)?.map((row) => [row.cve ?? '', COLUMNS.map((column) => row[column] ?? '')]));
}

function asText(rows: ReadonlyMap<string, readonly string[]>): string {
  return JSON.stringify([...rows.values()].sort(([one = ''], [other = '']) => (one < other ? -1 : 1)));
}

test('the lookup equals the list after every step of four months, by changes and with removals', async () => {
  const list = new Map<string, readonly string[]>();
  let knownJob: string | null = null;
  for (const [number, step] of HISTORY.entries()) {
    const removed = number > 0 && number % 7 === 0 ? [...list.keys()].slice(number, number + 2) : [];
    for (const key of [...step.removed, ...removed]) list.delete(key);
    for (const row of [...step.added, ...step.changed]) list.set(String(row.cve), cells(row));
    const table: List = { columns: COLUMNS, rows: [...list.values()] };
    const place = new Map(table.rows.map((row, index) => [row[0], index]));
    const places = (rows: readonly Row[]): number[] => rows.map((row) => place.get(String(row.cve)) ?? -1);
    const receipt = await deliver(
      output,
      deliveryOf({
        kind: number === 0 ? 'everything' : 'changes',
        table,
        knownJob,
        knownColumns: number === 0 ? [] : COLUMNS,
        changes: { added: places(step.added), changed: places(step.changed), removed: [...step.removed, ...removed] },
      }),
    );
    knownJob = receipt.job?.id ?? knownJob;
    expect(asText(rowsInDevo()) === asText(list)).toBe(true); // a diff of 1,400 rows would take seconds to make
  }
  expect(devo.overlaps()).toEqual([]);
  expect((await output.inspect(NEVER)).newestJob).toBe(knownJob);
}, 30_000);

const TABLE: List = { columns: COLUMNS, rows: HISTORY[0]!.added.slice(0, 50).map(cells) };
const EVERYTHING = deliveryOf({ table: TABLE });

test('a lost answer is found again and costs no second deploy', async () => {
  devo.fail({ fault: 'lose-answer', requests: 1 });
  const receipt = await deliver(output, EVERYTHING);
  expect(devo.deploys()).toHaveLength(1);
  expect(receipt.job?.id).toBe(devo.lookup(NAME)?.jobs[0]?.id);
  expect(rowsInDevo().size).toBe(50);
});

test('a job that somebody else runs is awaited and its changes are mended', async () => {
  await deliver(output, EVERYTHING);
  devo.foreignDeploy(NAME, { remove: [TABLE.rows[0]![0]!] });
  await deliver(output, EVERYTHING);
  expect(devo.overlaps()).toEqual([]);
  expect(rowsInDevo().size).toBe(50);
});

test("a job that fails is told in Devo's words, and the next delivery stands", async () => {
  devo.fail({ fault: 'fail-job', msg: 'quota exceeded', requests: 1 });
  await expect(deliver(output, EVERYTHING)).rejects.toMatchObject({
    id: 'devo_job_failed',
    message: expect.stringContaining('quota exceeded'),
  });
  await deliver(output, EVERYTHING);
  expect(rowsInDevo().size).toBe(50);
});

test('an attempt that is cancelled anywhere leaves a next one that brings the list, without overlap', async () => {
  for (let stopAfter = 1; stopAfter <= 3; stopAfter += 1) {
    const stop = new AbortController();
    const lost = progressAfter();
    const save = (value: unknown): void => {
      lost.save(value);
      if (lost.saved.length === stopAfter) setImmediate(() => stop.abort(new Error('worker lost')));
    };
    await deliver(output, EVERYTHING, { ...lost, save }, stop.signal).catch(() => undefined);
    await deliver(output, EVERYTHING, progressAfter(lost.saved.at(-1)));
    expect(rowsInDevo().size).toBe(50);
  }
  expect(devo.overlaps()).toEqual([]);
});
