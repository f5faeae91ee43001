import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { atBoundary } from '../../../activities/boundary';
import type { SendProgress, Receipts } from '../../../domain/changes/receipt';
import { CollectorError } from '../../../errors/collector-error';
import type { Confirmed } from '../../../domain/changes/receipt';
import type { ProbeLimits } from './sending-probe';

jest.setTimeout(90_000);

const CONFIRMED: Confirmed = {
  confirmed: true,
  sent: 9,
  bytes: 1,
  ms: 1,
  requests: 1,
  columns: ['cve'],
  full: true,
  job: null,
};
const REACHED: SendProgress = { first: { confirmed: CONFIRMED } };
const NO_LIMIT = 60_000;

const address = (): string => process.env['TEST_TEMPORAL_ADDRESS'] ?? '';
let code: string;
let native: NativeConnection;
let client: Client;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
  const logger = new DefaultLogger('ERROR', () => undefined);
  ({ code } = await bundleWorkflowCode({ workflowsPath: require.resolve('./sending-probe'), logger }));
  native = await NativeConnection.connect({ address: address() });
  client = new Client({ connection: await Connection.connect({ address: address() }) });
});

afterAll(async () => {
  await native.close();
  await client.connection.close();
});

/** Runs the probe on a worker whose `sendToDevo` is the given one. */
async function receiptOf(limits: Partial<ProbeLimits>, sendToDevo: () => Promise<Receipts>): Promise<Receipts> {
  const taskQueue = `probe-${randomUUID()}`;
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    workflowBundle: { code },
    activities: { sendToDevo },
    maxHeartbeatThrottleInterval: 100,
    shutdownGraceTime: 0,
    shutdownForceTime: 100,
  });
  return worker.runUntil(
    client.workflow.execute<(given: ProbeLimits) => Promise<Receipts>>('sendingProbe', {
      workflowId: taskQueue,
      taskQueue,
      args: [{ start: NO_LIMIT, whole: NO_LIMIT, heartbeat: NO_LIMIT, attempts: 10, ...limits }],
    }),
  );
}

function untilCancelled(): Promise<never> {
  return new Promise((_, refuse) =>
    cancellationSignal().addEventListener('abort', () => refuse(new Error('too late'))),
  );
}

function confirmFirst(): void {
  if (activityInfo().attempt === 1) heartbeat(REACHED);
}

const KEPT = { first: CONFIRMED, second: { confirmed: false, error: { number: 609 } } };

test('what was confirmed stays confirmed when an attempt takes too long', async () => {
  expect(
    await receiptOf({ start: 1_500, attempts: 1 }, () => {
      confirmFirst();
      return untilCancelled();
    }),
  ).toMatchObject(KEPT);
});

test('what was confirmed stays confirmed when the heartbeats of a worker stop, as when it is killed', async () => {
  expect(
    await receiptOf({ heartbeat: 1_500, attempts: 1 }, () => {
      confirmFirst();
      return untilCancelled();
    }),
  ).toMatchObject(KEPT);
});

test('what was confirmed stays so when a later attempt says nothing and the whole step takes too long', async () => {
  expect(
    await receiptOf({ whole: 4_000, start: 1_500 }, () => {
      confirmFirst();
      return untilCancelled();
    }),
  ).toMatchObject(KEPT);
});

test('what was confirmed stays confirmed when the whole step ends while it waits for another attempt', async () => {
  const boundary = { redact: (text: string) => text, retryForSeconds: 60, reached: () => REACHED };
  const receipt = await receiptOf({ whole: 3_000 }, () => {
    confirmFirst();
    return atBoundary(boundary, () =>
      Promise.reject(new CollectorError('devo_server_error', { seen: 'HTTP 503', retryable: true })),
    );
  });
  expect(receipt).toMatchObject({
    first: CONFIRMED,
    second: { confirmed: false, error: { message: expect.stringContaining('HTTP 503') } },
  });
});
