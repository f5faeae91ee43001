import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import fc from 'fast-check';
import { CollectorError } from '../../../../errors/collector-error';
import {
  createHttpMessages,
  type HttpMessagesOptions,
} from '../../../../outputs/devo-events/http-ingestion/http-messages';
import type { MessageOutput } from '../../../../outputs/message-output';
import type { DevoSimulator } from '../../../../simulators/devo/devo-simulator';
import { startDevoSimulator } from '../../../../simulators/devo/start-devo-simulator';
import { NEVER } from '../deliveries';
import { startIngestionServer, type IngestionFault } from '../ingestion-server';
import { byTag, eventOf, eventsOf } from '../messages/tagged-messages';

const TOKEN = 'an-ingestion-token';

let devo: DevoSimulator;
let sink: MessageOutput;

beforeEach(async () => {
  devo = await startDevoSimulator({ domain: 'acme', token: TOKEN });
  sink = newSink();
});
afterEach(async () => {
  sink.close();
  await devo.close();
});

function newSink(parts: Partial<HttpMessagesOptions> = {}): MessageOutput {
  return createHttpMessages({
    name: 'devo_http',
    url: devo.url,
    domain: 'acme',
    token: TOKEN,
    host: 'a-host',
    settingsPath: 'outputs.devo_http.config',
    ...parts,
  });
}

async function failureOf(promise: Promise<unknown>): Promise<CollectorError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof CollectorError)) throw new Error(`expected a CollectorError, got ${String(thrown)}`);
  return thrown;
}

test('A batch is one request for each tag, and each table gets its events in order', async () => {
  const events = eventsOf(500, 2_000);
  const receipt = await sink.send(events, NEVER);
  expect(receipt).toMatchObject({ sent: 500, requests: 2, refused: [] });
  expect(byTag(devo.events())).toEqual(byTag(events));
  expect(devo.state().requests).toEqual({ 'POST stream': 2 });
  expect(await sink.send([], NEVER)).toMatchObject({ sent: 0, requests: 0 });
});

test('What arrives is what was sent, whatever stands in it', async () => {
  const message = fc.jsonValue().map((value) => JSON.stringify({ value }));
  const anyEvents = fc.array(fc.record({ tag: fc.constantFrom('my.app.one', 'my.app.two', 'a.b.c'), message }), {
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(anyEvents, fc.boolean(), async (events, gzip) => {
      devo.clearEvents();
      const given = newSink({ gzip });
      expect((await given.send(events, NEVER)).sent).toBe(events.length);
      given.close();
      expect(byTag(devo.events())).toEqual(byTag(events));
    }),
    { numRuns: 20 },
  );
}, 20_000);

test('A failed request fails the batch, which may be tried again; a repetition keeps the order', async () => {
  const events = eventsOf(100);
  devo.fail({ fault: 'status', status: 503, on: 'stream', requests: 1 });
  expect(await failureOf(sink.send(events, NEVER))).toMatchObject({ id: 'devo_server_error', retryable: true });
  devo.fail({ fault: 'status', status: 429, retryAfter: 7, on: 'stream', requests: 1 });
  expect(await failureOf(sink.send(events, NEVER))).toMatchObject({
    id: 'devo_rate_limited',
    retryable: true,
    retryAfterMs: 7_000,
  });
  devo.fail({ fault: 'cut', on: 'stream', requests: 1 });
  await sink.send(events, NEVER).catch(() => sink.send(events, NEVER));
  expect([...byTag(devo.events()).values()].map((messages) => messages.slice(-50))).toEqual([
    ...byTag(events).values(),
  ]);
  expect(devo.events().length).toBeLessThanOrEqual(200);
});

test('A wrong token is told without the token, and is not tried again', async () => {
  const error = await failureOf(newSink({ token: 'another-token' }).send(eventsOf(1), NEVER));
  expect(error).toMatchObject({ id: 'devo_unauthorized', retryable: false, setting: 'outputs.devo_http.config.token' });
  expect(JSON.stringify(error.report())).not.toContain('another-token');
});

test('A page of large events goes in several requests; one above the limit is named as refused', async () => {
  const same = { tag: 'my.app.one' };
  const events = [1, 2, 3].map((id) => ({ ...eventOf(id, 5_000_000), ...same }));
  const tooLarge = { ...eventOf(4, 34_000_000), ...same };
  const receipt = await sink.send([...events, tooLarge, { ...eventOf(5), ...same }], NEVER);
  expect(receipt).toMatchObject({ sent: 4, refused: [{ index: 3, bytes: Buffer.byteLength(tooLarge.message) }] });
  expect(receipt.requests).toBeGreaterThanOrEqual(3);
  expect(devo.events().map(({ message }) => message.length)).toEqual(
    [...events, eventOf(5)].map(({ message }) => message.length),
  );
}, 30_000);

test('A peer with a smaller limit gets what it takes, in order, and only what it never takes is refused', async () => {
  const lines: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      if (body.length <= 10_000) lines.push(...body.toString().trimEnd().split('\n'));
      response.writeHead(body.length <= 10_000 ? 200 : 413).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const limited = newSink({ url: `http://127.0.0.1:${typeof address === 'object' ? address!.port : 0}`, gzip: false });
  const events = [...eventsOf(20, 1_000), eventOf(20, 20_000), eventOf(22, 500)].map((event) => ({
    ...event,
    tag: 'my.app.one',
  }));
  const receipt = await limited.send(events, NEVER);
  expect(receipt).toMatchObject({ sent: 21, refused: [{ index: 20 }] });
  expect(lines).toEqual(events.filter((_event, index) => index !== 20).map(({ message }) => message));
  limited.close();
  server.closeAllConnections();
  server.close();
});

test('A cancelled batch ends with the reason that it was given', async () => {
  devo.fail({ fault: 'no-answer', on: 'stream', requests: 1 });
  const controller = new AbortController();
  const reason = new Error('the worker shuts down');
  const sent = sink.send(eventsOf(1), controller.signal);
  sent.catch(() => undefined);
  while ((devo.state().requests['POST stream'] ?? 0) === 0) await new Promise(setImmediate);
  controller.abort(reason);
  await expect(sent).rejects.toBe(reason);
});

test('The check shows whether Devo takes the token, and sends nothing', async () => {
  await sink.check!(NEVER);
  expect(devo.events()).toEqual([]);
  const refused = await failureOf(newSink({ token: 'another' }).check!(NEVER));
  expect(refused).toMatchObject({ id: 'devo_unauthorized', setting: 'outputs.devo_http.config.token' });
  expect(await failureOf(newSink({ domain: 'another' }).check!(NEVER))).toMatchObject({ id: 'devo_unauthorized' });
});

test('The check goes to the table that events go to, for a token may be bound to some', async () => {
  const { requests } = await checkedBy([{ table: 'my.app.some.events' }]);
  expect(requests.map(({ path, body }) => ({ table: path.split('/').at(-1), body }))).toEqual([
    { table: 'my.app.some.events', body: '' },
  ]);
});

test('An endpoint that wants an event has taken the token', async () => {
  await checkedBy([{}], [{ status: 400, text: 'no event' }]);
});

/** A server that sinks of these parts have been checked with. */
async function checkedBy(sinks: readonly Partial<HttpMessagesOptions>[], faults: readonly IngestionFault[] = []) {
  const server = await startIngestionServer();
  server.faults.push(...faults);
  try {
    for (const parts of sinks) {
      const checked = newSink({ ...parts, url: server.url });
      await checked.check?.(NEVER).finally(() => checked.close());
    }
  } finally {
    await server.close();
  }
  return server;
}
