import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { NativeConnection, Worker } from '@temporalio/worker';
import { environment, startProgram } from '../stage/built-program';
import { documentOf, type Document } from '../stage/document';
import { preparePlace, sharedTemporal } from '../stage/prepared-place';
import type { RunningProgram } from '../stage/running-program';
import type { SimulatedWorld } from '../stage/simulated-world';
import type { Workplace } from '../stage/workplace';

jest.setTimeout(180_000);

/** So long a person waits for a verb at the most, whatever is wrong. */
const WAITED_AT_MOST_MS = 40_000;

let world: SimulatedWorld;
let place: Workplace;
let worker: RunningProgram | undefined;

/** One collector that lives through all tests of this file, in their order, on the run's Temporal. */
beforeAll(async () => {
  ({ world, place } = await preparePlace(sharedTemporal()));
});

afterAll(async () => {
  await place.verb('stop', '--yes', '--all');
  place.clear();
  await world.close();
});

async function asked(...args: string[]): Promise<Document & { code: number | null }> {
  const before = Date.now();
  const end = await place.verb(...args, '--json');
  expect(Date.now() - before).toBeLessThan(WAITED_AT_MOST_MS);
  return { ...documentOf(end), code: end.code };
}

/** What a person types, or a batch job of the server sends. */
async function signal(name: string, input: string, ...meta: string[]): Promise<void> {
  const metadata = meta.flatMap((each) => ['--input-meta', each]);
  const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '';
  const args = [
    'workflow',
    'signal',
    '-w',
    place.workflowId,
    '--name',
    name,
    '--input',
    input,
    ...metadata,
    '--address',
    address,
  ];
  const program = startProgram(process.env['TEST_TEMPORAL_CLI'] ?? '', args, place.folder, environment());
  expect({ ...(await program.ended), stderr: program.stderr }).toMatchObject({ code: 0 });
}

async function signalInEveryEncoding(): Promise<void> {
  for (const name of ['reset_persistence_auth', 'release_held']) {
    await signal(name, '"2026-11-26"', 'encoding=json/protobuf');
    await signal(
      name,
      '"2026-11-26"',
      'encoding=json/protobuf',
      'messageType=temporal.api.sdk.v1.ExternalStorageReference',
    );
    await signal(name, '"2026-11-26"', 'encoding=binary/protobuf');
    await signal(name, '"2026-11-26"', 'encoding=binary/deflated', 'inner-encoding=json/plain');
    await signal(name, '"2026-11-26"', 'encoding=of-another-program');
  }
}

test('signals in unknown encodings stop neither the service nor any verb, while it runs and once stopped', async () => {
  worker = await place.worker();
  expect(await asked('start')).toMatchObject({ code: 0, services: [{ report: { outcome: 'delivered' } }] });
  await signalInEveryEncoding();
  expect(await asked('status')).toMatchObject({ code: 0, services: [{ state: 'waiting', last_failure: null }] });
  expect(await asked('history')).toMatchObject({ code: 0 });
  expect(await asked('preview')).toMatchObject({ code: 0 });
  expect(await asked('verify')).toMatchObject({ code: 0 });
  expect(await asked('check')).toMatchObject({ code: 0 });
  expect(await asked('pull')).toMatchObject({ code: 0, services: [{ report: { outcome: 'unchanged' } }] });
  await worker.said(
    /reset_persistence_auth came with a value that cannot be read \(.*json\/protobuf.*\) and is ignored/,
  );

  await signalInEveryEncoding();
  expect(await asked('stop', '--yes')).toMatchObject({ code: 0, services: [{ state: 'stopped' }] });
  expect(await asked('status')).toMatchObject({ code: 1, services: [{ state: 'stopped' }] });
  expect(await asked('history')).toMatchObject({ code: 0 });
  const started = await asked('start');
  expect(started).toMatchObject({ code: 0, services: [{ report: { outcome: 'unchanged' } }] });
  expect(JSON.stringify(started)).toContain('goes on from the state of the stopped one');
  expect(await asked('apply')).toMatchObject({ code: 0 });
  worker.kill('SIGTERM');
  await worker.ended;
});

test('a run whose task fails again and again is seen by every verb, and its state survives the way out', async () => {
  const connection = await NativeConnection.connect({ address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '' });
  const broken = await Worker.create({
    connection,
    taskQueue: place.taskQueue,
    workflowsPath: require.resolve('./broken-workflows'),
  });
  const running = broken.run();
  const fails = {
    number: 614,
    message: expect.stringContaining('the code of the worker is broken'),
    remedy: expect.stringContaining('ctci-collector stop'),
  };
  try {
    expect(await asked('pull')).toMatchObject({ code: 1, ok: false, error: fails });
    expect(await asked('status')).toMatchObject({
      code: 1,
      ok: false,
      services: [{ state: 'failing', last_failure: fails }],
    });
    expect(await asked('preview')).toMatchObject({ code: 1, error: fails });
    expect(await asked('verify')).toMatchObject({ code: 1, error: fails });
    expect(await asked('check')).toMatchObject({ code: 1, error: fails });
    expect(await asked('history')).toMatchObject({ code: 0 });
    expect(await asked('stop', '--yes')).toMatchObject({ code: 0 });
  } finally {
    broken.shutdown();
    await running;
    await connection.close();
  }
  worker = await place.worker();
  expect(await asked('start')).toMatchObject({ code: 0, services: [{ report: { outcome: 'unchanged' } }] });
  worker.kill('SIGTERM');
  await worker.ended;
});
