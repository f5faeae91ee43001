import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { CollectorError } from '../../../errors/collector-error';
import {
  createDevoPlatformOutput,
  type DevoPlatformOptions,
} from '../../../outputs/devo-events/syslog/devo-platform-output';
import type { Receipt } from '../../../domain/changes/receipt';
import type { Delivery } from '../../../outputs/output';
import type { SinkFault } from '../../../simulators/syslog/sink-fault';
import { startSyslogSink, type SyslogSink } from '../../../simulators/syslog/syslog-sink';
import { issue, makeAuthority, writeCertificateFiles, type CertificateFiles, type Identity } from './certificates';
import { deliveryOf, keptProgress, NEVER, tableOf, type KeptProgress } from './deliveries';
import { listOf, parseEvent, parseRecord, replay } from './received-events';

const BATCH = { events: 500, bytes: 1_000_000 };
const QUICK = { connectMs: 2_000, stallMs: 300, endMs: 300 };
const KINDS: readonly SinkFault['kind'][] = ['cut', 'reset', 'half-close', 'stall', 'silent-end'];

let authority: Identity;
let server: Identity;
let sink: SyslogSink;
let files: CertificateFiles;

beforeAll(async () => {
  authority = await makeAuthority('Devo Test CA');
  server = await issue(authority, 'collector', { host: 'localhost' });
  files = await writeCertificateFiles(authority.cert, await issue(authority, 'acme'));
});

beforeEach(async () => {
  sink = await startSyslogSink({ ...server, ca: authority.cert });
});

afterEach(() => sink.close());
afterAll(() => files.remove());

function options(parts: Partial<DevoPlatformOptions> = {}): DevoPlatformOptions {
  return {
    name: 'devo_events',
    address: 'localhost',
    port: sink.port,
    ...files,
    settingsPath: 'outputs.devo_events.config',
    limits: QUICK,
    batch: BATCH,
    ...parts,
  };
}

/** Delivers as the engine does: again after every failure that may be tried again, with the position that was saved. */
async function deliverWithRetries(
  delivery: Delivery,
  progress: KeptProgress,
  failures: CollectorError[] = [],
): Promise<Receipt> {
  for (;;) {
    try {
      return await createDevoPlatformOutput(options()).deliver(delivery, progress.attempt(), NEVER);
    } catch (error) {
      if (!(error instanceof CollectorError) || !error.retryable) throw error;
      failures.push(error);
      if (failures.length > 5) throw error;
    }
  }
}

async function failureOf(promise: Promise<unknown>): Promise<CollectorError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof CollectorError)) throw new Error(`expected a CollectorError, got ${String(thrown)}`);
  return thrown;
}

for (const kind of KINDS) {
  test(`A connection with the fault "${kind}" loses no event, and repeats those of one batch at most`, async () => {
    const table = tableOf(2_000, 300);
    sink.failNext({ kind: 'half-close', afterBytes: Number.MAX_SAFE_INTEGER }); // the first batch passes
    sink.failNext({ kind, afterBytes: 70_001 });
    const receipt = await deliverWithRetries(deliveryOf({ table }), keptProgress());
    expect(receipt.sent).toBe(2_000);
    const events = sink.records.map((record) => parseEvent(parseRecord(record).message));
    expect(replay(events)).toEqual(listOf(table));
    expect(events.length).toBeLessThanOrEqual(2_000 + BATCH.events);
  });
}

test('A reset is a lost connection that may be tried again; what was not confirmed is not saved as sent', async () => {
  const progress = keptProgress();
  sink.failNext({ kind: 'reset', afterBytes: 50_000 });
  const error = await failureOf(
    createDevoPlatformOutput(options()).deliver(deliveryOf({ table: tableOf(2_000, 300) }), progress.attempt(), NEVER),
  );
  expect(error).toMatchObject({ id: 'devo_connection_lost', retryable: true });
  expect(error.message).toContain(`localhost:${sink.port}`);
  expect(progress.saved).toEqual([]);
});

test('A peer that reads no more is a timeout that may be tried again', async () => {
  sink.failNext({ kind: 'stall', afterBytes: 1_000 });
  const delivery = deliveryOf({ table: tableOf(500, 20_000) });
  const error = await failureOf(
    createDevoPlatformOutput(options({ batch: { events: 500, bytes: 50_000_000 } })).deliver(
      delivery,
      keptProgress().attempt(),
      NEVER,
    ),
  );
  expect(error).toMatchObject({ id: 'devo_timeout', retryable: true });
  expect(error.message).toContain('takes no more data within 0.3 s');
});

test('Events are not reported as sent when the peer has read them but does not confirm the end', async () => {
  const progress = keptProgress();
  sink.failNext({ kind: 'silent-end', afterBytes: 0 });
  const error = await failureOf(createDevoPlatformOutput(options()).deliver(deliveryOf(), progress.attempt(), NEVER));
  expect(error).toMatchObject({ id: 'devo_timeout', retryable: true });
  expect(error.message).toContain('did not confirm the end of the stream');
  expect(progress.saved).toEqual([]);
});

test('A peer that ends its side is answered with a new connection, within the same attempt', async () => {
  const table = tableOf(500, 20_000);
  sink.failNext({ kind: 'half-close', afterBytes: 1_000 });
  const output = createDevoPlatformOutput(options({ batch: { events: 500, bytes: 50_000_000 } }));
  await output.deliver(deliveryOf({ table }), keptProgress().attempt(), NEVER);
  expect(sink.connections).toHaveLength(2);
  expect(replay(sink.records.map((record) => parseEvent(parseRecord(record).message)))).toEqual(listOf(table));
});

test('A peer that ends every connection by itself fails the delivery in the end', async () => {
  for (let count = 0; count < 5; count += 1) sink.failNext({ kind: 'half-close', afterBytes: 1_000 });
  const output = createDevoPlatformOutput(options({ batch: { events: 500, bytes: 50_000_000 } }));
  const error = await failureOf(
    output.deliver(deliveryOf({ table: tableOf(500, 20_000) }), keptProgress().attempt(), NEVER),
  );
  expect(error).toMatchObject({ id: 'devo_connection_lost', retryable: true });
  expect(sink.connections).toHaveLength(3);
});

test('A cancelled delivery ends at once with the reason that it was given', async () => {
  sink.failNext({ kind: 'silent-end', afterBytes: 0 });
  const controller = new AbortController();
  const reason = new Error('the worker shuts down');
  const output = createDevoPlatformOutput(options({ limits: { ...QUICK, endMs: 60_000 } }));
  const delivered = output.deliver(deliveryOf(), keptProgress().attempt(), controller.signal);
  delivered.catch(() => undefined);
  await sink.waitFor(10);
  controller.abort(reason);
  await expect(delivered).rejects.toBe(reason);
});

test('A refused connection cannot be reached, and may be tried again', async () => {
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const address = closed.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  closed.close();
  await once(closed, 'close');
  const error = await failureOf(
    createDevoPlatformOutput(options({ address: '127.0.0.1', port })).deliver(
      deliveryOf(),
      keptProgress().attempt(),
      NEVER,
    ),
  );
  expect(error).toMatchObject({
    id: 'devo_unreachable',
    retryable: true,
    setting: 'outputs.devo_events.config.address',
  });
  expect(error.message).toContain('ECONNREFUSED');
});

test('A peer that never answers the handshake is a timeout that may be tried again', async () => {
  const mute = createServer().listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const address = mute.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const error = await failureOf(
    createDevoPlatformOutput(options({ port, limits: { connectMs: 100 } })).deliver(
      deliveryOf(),
      keptProgress().attempt(),
      NEVER,
    ),
  );
  expect(error).toMatchObject({ id: 'devo_timeout', retryable: true });
  mute.close();
});
