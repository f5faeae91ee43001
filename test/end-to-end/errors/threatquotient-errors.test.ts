import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { stringify } from 'yaml';
import { listenOnLoopback } from '../../../bench/faults/wires/listen-on-loopback';
import { CATALOGUE } from '../../../errors/catalogue';
import { openCertificateFolder, type CertificateFolder } from '../../../simulators/syslog/certificate-folder';
import { startSyslogSink } from '../../../simulators/syslog/syslog-sink';
import { startThreatquotientSimulator } from '../../../simulators/threatquotient/start-threatquotient-simulator';
import type { ThreatquotientSimulator } from '../../../simulators/threatquotient/threatquotient-simulator';
import type { ErrorReport } from '../../../errors/error-report';
import { build } from '../stage/built-program';
import { documentOf } from '../stage/document';
import { THREATQUOTIENT_FAULTS, type ThreatquotientFault } from '../stage/faults/threatquotient-faults';
import { Workplace } from '../stage/workplace';

jest.setTimeout(360_000);

const USER = { username: 'me@example.com', password: 'the-threatq-password' };

const CLIENT_ID = 'c'.repeat(32);
const RECORD_LIMIT_BYTES = 100_000;

const closers: (() => Promise<void>)[] = [];
let place: Workplace;
let certificates: CertificateFolder;
const failures = new Map<string, ErrorReport | null>();

async function inputOf(wanted: ThreatquotientFault): Promise<object> {
  const { profile, fault, wrongPassword, isLocked, isForeign, largeEvent, settings, address } = wanted;
  const server = await startThreatquotientSimulator({
    username: USER.username,
    password: wrongPassword ? 'another' : USER.password,
    clientId: CLIENT_ID,
    ...(profile && { profile: { name: profile } }),
    ...(isForeign && { tls: certificates.server }),
  });
  closers.push(() => server.close());
  server.create({ count: 20 });
  if (largeEvent) server.create({ count: 1, descriptionLength: largeEvent });
  if (isLocked) await lock(server);
  if (fault) server.fail(fault);
  const outputs = [wanted.intoSink ? 'tables' : 'screen'];
  const service = { request_period_in_seconds: 3600, retry_for_seconds: 0, outputs, ...settings };
  const api_base_url = address === 'silent' ? await silentAddress() : (address ?? server.url);
  return { type: 'threatquotient', api_base_url, credentials: USER, services: { events: service } };
}

async function lock(server: ThreatquotientSimulator): Promise<void> {
  const query = new URLSearchParams({ grant_type: 'password', client_id: CLIENT_ID });
  while (server.state().lockedUntil === null)
    await fetch(`${server.url}/api/token?${query.toString()}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: USER.username, password: 'wrong' }),
    });
}

/** Where connections are taken, and nobody answers the greeting of TLS. */
async function silentAddress(): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    sockets.add(socket);
  });
  const port = await listenOnLoopback(server);
  closers.push(async () => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
    await once(server, 'close');
  });
  return `https://127.0.0.1:${String(port)}`;
}

async function outputs(): Promise<object> {
  const sink = await startSyslogSink({ ...certificates.server, recordLimitBytes: RECORD_LIMIT_BYTES });
  closers.push(() => sink.close());
  const config = { address: 'localhost', port: sink.port, ...certificates.sender };
  return { screen: { type: 'console' }, tables: { type: 'devo_platform', config } };
}

beforeAll(async () => {
  await build();
  const address = process.env['TEST_TEMPORAL_ADDRESS'];
  if (!address) throw new Error('TEST_TEMPORAL_ADDRESS is not set');
  place = new Workplace({ TEMPORAL_ADDRESS: address });
  certificates = await openCertificateFolder(join(place.folder, 'certificates'), 'acme', Date.now());
  const inputs: Record<string, object> = {};
  for (const fault of THREATQUOTIENT_FAULTS) inputs[fault.input] = await inputOf(fault);
  place.write(stringify({ globals: { id: '1', name: place.name }, inputs, outputs: await outputs() }));
  await place.worker();
  const { services } = documentOf(await place.verb('start', '--json', '--timeout', '120'));
  for (const { input, last_failure: failure } of services) failures.set(input, failure);
});

afterAll(async () => {
  await place.verb('stop', '--yes', '--all');
  place.clear();
  for (const close of closers) await close();
});

/** As the page of Devo's collector has them. */
const MESSAGES: Readonly<Record<number, string>> = {
  100: 'Unexpected status code when fetching ThreatQuotient JWT',
  101: 'Unexpected status code when fetching ThreatQuotient client_id',
  102: 'Cannot parse client_id from ThreatQuotient server',
  400: 'Unexpected status code when fetching ThreatQuotient events',
};

test.each(THREATQUOTIENT_FAULTS)(
  'error $number is how the pull of $input ends, with the setting, what was seen and what to do',
  ({ number, input, intoSink }) => {
    const failure = failures.get(input);
    const entry = Object.values(CATALOGUE).find(
      (each) => each.number === number && (each.message === MESSAGES[number] || MESSAGES[number] === undefined),
    );
    expect(failure).toMatchObject({
      number,
      setting: expect.stringContaining(intoSink ? 'outputs.tables' : `inputs.${input}.`),
      message: expect.stringMatching(/: ./),
      remedy: entry?.remedy,
    });
    expect(failure?.message.startsWith(entry?.message ?? 'no entry')).toBe(true);
    expect(JSON.stringify(failure)).not.toContain(USER.password);
  },
);
