import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CollectorError } from '../../../../errors/collector-error';
import {
  createPlatformMessages,
  type PlatformMessagesOptions,
} from '../../../../outputs/devo-events/syslog/platform-messages';
import type { MessageReceipt, MessageOutput, TaggedMessage } from '../../../../outputs/message-output';
import type { SinkFault } from '../../../../simulators/syslog/sink-fault';
import { startSyslogSink, type SyslogSink, type SyslogSinkOptions } from '../../../../simulators/syslog/syslog-sink';
import { issue, makeAuthority, writeCertificateFiles, type CertificateFiles, type Identity } from '../certificates';
import { NEVER } from '../deliveries';
import { parseRecord } from '../received-events';
import { byTag, eventOf, eventsOf, type Arrived } from '../messages/tagged-messages';

const QUICK = { connectMs: 2_000, stallMs: 300, endMs: 300 };
const KINDS: readonly SinkFault['kind'][] = ['cut', 'reset', 'half-close', 'stall', 'silent-end'];

let authority: Identity;
let server: Identity;
let files: CertificateFiles;
let peer: SyslogSink;

async function startPeer(options: Partial<SyslogSinkOptions> = {}): Promise<void> {
  peer = await startSyslogSink({ ...server, ca: authority.cert, ...options });
}

beforeAll(async () => {
  authority = await makeAuthority('Devo Test CA');
  server = await issue(authority, 'collector', { host: 'localhost' });
  files = await writeCertificateFiles(authority.cert, await issue(authority, 'acme'));
});
beforeEach(() => startPeer());
afterEach(() => peer.close());
afterAll(() => files.remove());

function newSink(parts: Partial<PlatformMessagesOptions> = {}): MessageOutput {
  return createPlatformMessages({
    name: 'devo',
    address: 'localhost',
    port: peer.port,
    ...files,
    settingsPath: 'outputs.devo.config',
    hostname: 'a-host',
    limits: QUICK,
    ...parts,
  });
}

function arrived(): readonly Arrived[] {
  return peer.records.map((record) => parseRecord(record));
}

/** Gives a batch again after every failure that may be tried again, as the engine does. */
async function sendWithRetries(
  sink: MessageOutput,
  events: readonly TaggedMessage[],
): Promise<{ receipt: MessageReceipt; failures: number }> {
  for (let failures = 0; ; failures += 1) {
    try {
      return { receipt: await sink.send(events, NEVER), failures };
    } catch (error) {
      if (!(error instanceof CollectorError) || !error.retryable || failures === 5) throw error;
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

test('Each event goes with the tag of its own, in order, and is confirmed by the end of the stream', async () => {
  const events = eventsOf(500, 2_000);
  const sink = newSink();
  const receipt = await sink.send(events, NEVER);
  expect(receipt).toMatchObject({ sent: 500, requests: 1, refused: [] });
  expect(arrived()).toEqual(events.map(({ tag, message }) => ({ host: 'a-host', tag, message })));
  expect(receipt.bytes).toBe(peer.records.reduce((sum, record) => sum + record.length + 1, 0));
  await sink.send(eventsOf(3), NEVER);
  expect(peer.received()).toBe(503);
});

test('No event needs no connection', async () => {
  expect(await newSink({ port: 1 }).send([], NEVER)).toMatchObject({ sent: 0, requests: 0, refused: [] });
});

test('Packed as gzip members the same events arrive', async () => {
  const events = eventsOf(300, 500);
  expect(await newSink({ gzip: true }).send(events, NEVER)).toMatchObject({ sent: 300 });
  expect(arrived().map(({ message }) => message)).toEqual(events.map(({ message }) => message));
});

for (const kind of KINDS) {
  test(`The fault "${kind}" loses no event, keeps the order, and repeats one batch at most`, async () => {
    const sink = newSink();
    const events = eventsOf(400, 2_000);
    peer.failNext({ kind, afterBytes: 70_001 });
    expect((await sendWithRetries(sink, events)).receipt).toMatchObject({ sent: 400, refused: [] });
    expect(arrived().length).toBeLessThanOrEqual(800);
    expect(
      arrived()
        .slice(-400)
        .map(({ message }) => message),
    ).toEqual(events.map(({ message }) => message));
  });
}

test('What arrives is what was sent, whatever stands in it and whatever breaks', async () => {
  const message = fc.jsonValue().map((value) => JSON.stringify({ value }));
  const anyEvents = fc.array(fc.record({ tag: fc.constantFrom('my.app.one', 'my.app.two', 'a.b.c'), message }), {
    minLength: 1,
    maxLength: 40,
  });
  const anyFault = fc.option(
    fc.record({ kind: fc.constantFrom(...KINDS.filter((kind) => kind !== 'stall')), afterBytes: fc.nat(2_000) }),
  );
  await fc.assert(
    fc.asyncProperty(anyEvents, anyFault, fc.boolean(), async (events, fault, gzip) => {
      peer.clear();
      if (fault !== null) peer.failNext(fault);
      const { receipt } = await sendWithRetries(newSink({ gzip }), events);
      expect(receipt.sent).toBe(events.length);
      const all = arrived();
      expect(all.length).toBeLessThanOrEqual(events.length * (fault === null ? 1 : 2));
      expect(byTag(all.slice(-events.length))).toEqual(byTag(events));
      const given = new Set(events.map((event) => event.message));
      expect(all.every((event) => given.has(event.message))).toBe(true);
    }),
    { numRuns: 15 },
  );
}, 30_000);

test('Line breaks between members, a NUL and half a surrogate pair break no record', async () => {
  const odd = ['{\r\n"a":1,\n"b":2}', '{"a":"\0"}', '{"a":"\ud800","b":"\\ud800"}'];
  await newSink().send(
    odd.map((message, index) => ({ ...eventOf(index), message })),
    NEVER,
  );
  expect(arrived().map(({ message }) => message)).toEqual([
    '{ "a":1, "b":2}',
    '{"a":"\\u0000"}',
    '{"a":"\ufffd","b":"\\ud800"}',
  ]);
});

test('Large events arrive whole among small ones', async () => {
  const events = [eventOf(1), eventOf(2, 10_000_000), eventOf(3), eventOf(4, 3_000_000), eventOf(5)];
  expect(await newSink({ limits: {} }).send(events, NEVER)).toMatchObject({ sent: 5, requests: 1, refused: [] });
  expect(arrived().map(({ message }) => message.length)).toEqual(events.map(({ message }) => message.length));
}, 20_000);

test('An event that the peer does not bear is named as refused, and the others arrive in order', async () => {
  await peer.close();
  await startPeer({ recordLimitBytes: 100_000 });
  const events = [
    ...eventsOf(50, 2_000),
    eventOf(50, 400_000),
    eventOf(51),
    eventOf(52, 80_000),
    eventOf(53, 300_000),
    ...eventsOf(3),
  ];
  const receipt = await newSink().send(events, NEVER);
  expect(receipt.refused.map(({ index }) => index)).toEqual([50, 53]);
  expect(receipt.refused[0]).toMatchObject({ bytes: Buffer.byteLength(events[50]!.message) });
  expect(receipt.refused[0]!.why).toContain(`localhost:${peer.port}`);
  expect(receipt.sent).toBe(events.length - 2);
  const messages = arrived().map(({ message }) => message);
  const taken = events.filter((_event, index) => index !== 50 && index !== 53).map((event) => event.message);
  expect(messages.slice(-taken.length)).toEqual(taken);
  expect(messages.length).toBeLessThanOrEqual(2 * events.length);
}, 20_000);

test('One fault over a large event does not make it refused', async () => {
  peer.failNext({ kind: 'reset', afterBytes: 100_000 });
  expect(await newSink().send([eventOf(1), eventOf(2, 200_000), eventOf(3)], NEVER)).toMatchObject({
    sent: 3,
    refused: [],
  });
});

test('No event is given up while the sink is away: it fails at once, and goes on when the sink is back', async () => {
  const { port } = peer;
  const sink = newSink();
  await peer.close();
  const events = [...eventsOf(20), eventOf(20, 200_000)];
  const started = performance.now();
  for (let tries = 0; tries < 5; tries += 1)
    expect(await failureOf(sink.send(events, NEVER))).toMatchObject({ id: 'devo_unreachable', retryable: true });
  expect(performance.now() - started).toBeLessThan(10_000);
  await startPeer({ port });
  expect(await sink.send(events, NEVER)).toMatchObject({ sent: 21, refused: [] });
  expect(peer.received()).toBe(21);
}, 15_000);

test('A peer that reads no more is a timeout that may be tried again', async () => {
  peer.failNext({ kind: 'stall', afterBytes: 1_000 });
  expect(await failureOf(newSink().send(eventsOf(2_000, 20_000), NEVER))).toMatchObject({
    id: 'devo_timeout',
    retryable: true,
  });
}, 20_000);

test('A slow peer is waited for as long as it moves, within one large event too', async () => {
  peer.failNext({ kind: 'slow', afterBytes: 0 });
  const started = performance.now();
  const sink = newSink({ limits: { stallMs: 2_000, endMs: 30_000 } });
  expect(await sink.send([eventOf(1), eventOf(2, 16_000_000), eventOf(3)], NEVER)).toMatchObject({
    sent: 3,
    requests: 1,
    refused: [],
  });
  expect(performance.now() - started).toBeGreaterThan(2_000);
  expect(peer.received()).toBe(3);
}, 60_000);

test('A cancelled batch ends at once with the reason that it was given', async () => {
  peer.failNext({ kind: 'silent-end', afterBytes: 0 });
  const controller = new AbortController();
  const reason = new Error('the worker shuts down');
  const sent = newSink({ limits: { ...QUICK, endMs: 60_000 } }).send(eventsOf(10), controller.signal);
  sent.catch(() => undefined);
  await peer.waitFor(10);
  controller.abort(reason);
  await expect(sent).rejects.toBe(reason);
});

test('A tag or a host name that would break a record is an error with its setting', async () => {
  expect(await failureOf(newSink().send([{ ...eventOf(1), tag: 'no tag' }], NEVER))).toMatchObject({
    id: 'setting_value',
    setting: 'outputs.devo.config.tag',
  });
  expect(() => newSink({ hostname: 'a host' })).toThrow(CollectorError);
});

test('The check gets in and sends nothing', async () => {
  await newSink().check!(NEVER);
  expect(peer.received()).toBe(0);
  expect(peer.connections).toHaveLength(1);
});
