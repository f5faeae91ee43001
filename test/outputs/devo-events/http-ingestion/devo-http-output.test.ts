import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { inspect } from 'node:util';
import { CollectorError } from '../../../../errors/collector-error';
import {
  createDevoHttpOutput,
  type DevoHttpOptions,
} from '../../../../outputs/devo-events/http-ingestion/devo-http-output';
import type { Output } from '../../../../outputs/output';
import { deliveryOf, keptProgress, NEVER, tableOf } from '../deliveries';
import { startIngestionServer, type IngestionFault, type IngestionServer } from '../ingestion-server';
import { listOf, parseEvent, replay } from '../received-events';
import { startClosingGateway } from '../../../http/closing-gateway';

const TOKEN = 'canary+0123456789/abcdefghij0123';

let server: IngestionServer;
const outputs: Output[] = [];

beforeEach(async () => {
  server = await startIngestionServer();
});

afterEach(async () => {
  for (const output of outputs.splice(0)) output.close();
  await server.close();
});

function newOutput(parts: Partial<DevoHttpOptions> = {}): Output {
  const output = createDevoHttpOutput({
    name: 'devo_http',
    url: server.url,
    domain: 'acme',
    token: TOKEN,
    host: 'worker-1',
    settingsPath: 'outputs.devo_http.config',
    ...parts,
  });
  outputs.push(output);
  return output;
}

function receivedEvents() {
  return server.requests.flatMap((request) => request.body.trimEnd().split('\n')).map((line) => parseEvent(line));
}

async function failure(output: Output, fault: IngestionFault): Promise<CollectorError> {
  server.faults.push(fault);
  const thrown: unknown = await output.deliver(deliveryOf(), keptProgress().attempt(), NEVER).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof CollectorError)) throw new Error(`expected a CollectorError, got ${String(thrown)}`);
  return thrown;
}

test('A gateway that takes one request a connection lets every delivery through, and none is made twice', async () => {
  const gateway = await startClosingGateway(Number(new URL(server.url).port), { closesAfterMs: 2_000 });
  const output = newOutput({ url: `http://127.0.0.1:${gateway.port}` });
  try {
    for (let round = 1; round <= 5; round += 1) {
      await output.deliver(deliveryOf({ table: tableOf(3) }), keptProgress().attempt(), NEVER);
      expect(receivedEvents()).toHaveLength(3 * round);
    }
    expect(gateway.late()).toBeGreaterThan(0);
  } finally {
    await gateway.close();
  }
});

test('Events go as newline-separated lines, compressed, to the stream address', async () => {
  const table = tableOf(1335);
  const receipt = await newOutput().deliver(deliveryOf({ table }), keptProgress().attempt(), NEVER);
  expect(receipt).toMatchObject({ sent: 1335, requests: 1, full: true, job: null, columns: table.columns });
  const [request] = server.requests;
  expect(request).toMatchObject({
    method: 'POST',
    path: `/stream/acme/token!${encodeURIComponent(TOKEN)}/worker-1/my.app.ctci.cewl`,
  });
  expect(request?.headers['content-encoding']).toBe('gzip');
  expect(receipt.bytes).toBe(Buffer.byteLength(request?.body ?? ''));
  expect(replay(receivedEvents())).toEqual(listOf(table));
});

test('Without compression the body is sent as it is', async () => {
  await newOutput({ gzip: false }).deliver(deliveryOf(), keptProgress().attempt(), NEVER);
  expect(server.requests[0]?.headers['content-encoding']).toBeUndefined();
  expect(receivedEvents()).toHaveLength(10);
});

test("A request stays below Devo's limit of 32 MB before compression, in any script", async () => {
  const table = {
    columns: ['cve', 'description'],
    rows: Array.from({ length: 30 }, (_, index) => [`CVE-2025-${index}`, '漏'.repeat(1_000_000)]),
  };
  await newOutput().deliver(deliveryOf({ table }), keptProgress().attempt(), NEVER);
  expect(server.requests.length).toBeGreaterThan(3);
  for (const request of server.requests) expect(Buffer.byteLength(request.body)).toBeLessThan(32_000_000);
  expect(receivedEvents()).toHaveLength(30);
}, 30_000);

test('A retried attempt goes on after the last batch that was answered', async () => {
  const progress = keptProgress();
  const output = newOutput({ batch: { events: 4, bytes: 1_000_000 } });
  server.faults.push({ status: 200 }, { status: 503, text: 'try later' });
  await expect(output.deliver(deliveryOf(), progress.attempt(), NEVER)).rejects.toMatchObject({
    id: 'devo_server_error',
  });
  const receipt = await output.deliver(deliveryOf(), progress.attempt(), NEVER);
  expect(receipt.sent).toBe(10);
  expect(server.requests.map((request) => request.body.trimEnd().split('\n').length)).toEqual([4, 4, 4, 2]);
  expect(replay(receivedEvents())).toEqual(listOf(tableOf(10)));
});

test('An answer that gets lost is sent again: at least once', async () => {
  const error = await failure(newOutput(), { cut: 'before-answer' });
  expect(error).toMatchObject({ id: 'devo_unreachable', retryable: true });
});

test("Each status is the catalogue's error for it", async () => {
  const expected: readonly (readonly [IngestionFault, object])[] = [
    [
      { status: 401, text: 'who are you' },
      { id: 'devo_unauthorized', retryable: false, setting: 'outputs.devo_http.config.token' },
    ],
    [{ status: 403 }, { id: 'devo_unauthorized', retryable: false }],
    [
      { status: 400, text: 'bad tag' },
      { id: 'devo_refused', retryable: false },
    ],
    [{ status: 413 }, { id: 'devo_refused', retryable: false }],
    [{ status: 408 }, { id: 'devo_timeout', retryable: true }],
    [
      { status: 429, headers: { 'retry-after': '7' } },
      { id: 'devo_rate_limited', retryable: true, retryAfterMs: 7_000 },
    ],
    [{ status: 500 }, { id: 'devo_server_error', retryable: true }],
    [
      { status: 302, headers: { location: 'http://elsewhere.example.org/' } },
      { id: 'devo_status', retryable: false },
    ],
    [{ status: 202 }, { id: 'devo_status', retryable: false }],
  ];
  for (const [fault, error] of expected) expect(await failure(newOutput(), fault)).toMatchObject(error);
  expect(server.requests).toHaveLength(expected.length); // none was redirected or repeated
});

test('A server that does not answer is a timeout that may be tried again', async () => {
  expect(await failure(newOutput({ requestTimeoutMs: 100 }), { silent: true })).toMatchObject({
    id: 'devo_timeout',
    retryable: true,
  });
});

test('A cancelled delivery ends with the reason that it was given', async () => {
  const controller = new AbortController();
  const reason = new Error('the worker shuts down');
  server.faults.push({ silent: true });
  const delivered = newOutput().deliver(deliveryOf(), keptProgress().attempt(), controller.signal);
  setImmediate(() => controller.abort(reason));
  await expect(delivered).rejects.toBe(reason);
});

test('The token is found in no error, in none of its forms, even when the server repeats the address', async () => {
  const path = `/stream/acme/token!${encodeURIComponent(TOKEN)}/worker-1`;
  const echo = `no such address ${path} ${TOKEN} ${Buffer.from(TOKEN).toString('base64')}`;
  const errors = [
    await failure(newOutput(), { status: 404, text: echo }),
    await failure(newOutput(), { status: 500, text: JSON.stringify({ error: { message: echo } }) }),
    await failure(newOutput(), { cut: 'before-answer' }),
    await failure(newOutput({ requestTimeoutMs: 100 }), { silent: true }),
    await failure(newOutput({ url: 'http://127.0.0.1:1' }), { status: 200 }),
  ];
  for (const error of errors) {
    const told = inspect(error, { depth: 10, showHidden: true });
    for (const form of [TOKEN, encodeURIComponent(TOKEN), Buffer.from(TOKEN).toString('base64')])
      expect(told).not.toContain(form);
  }
});

test('The rules name the target and leave out the token', () => {
  const { rules } = newOutput();
  expect(newOutput({ token: 'another', host: 'worker-2' }).rules).toBe(rules);
  expect(newOutput({ domain: 'other' }).rules).not.toBe(rules);
});

test('The check shows whether Devo takes the token, and sends nothing', async () => {
  const output = newOutput({ tag: 'my.app.some.list' });
  await output.check!(NEVER);
  expect(server.requests.map(({ path, body }) => [path.split('/').at(-1), body])).toEqual([['my.app.some.list', '']]);
  server.faults.push({ status: 401 });
  await expect(output.check!(NEVER)).rejects.toMatchObject({
    id: 'devo_unauthorized',
    setting: 'outputs.devo_http.config.token',
  });
});
