import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { issue, makeAuthority, type Identity } from '../../outputs/devo-events/certificates';
import { preparePlace } from '../stage/prepared-place';
import type { SimulatedWorld } from '../stage/simulated-world';
import { Workplace } from '../stage/workplace';

jest.setTimeout(120_000);

let server: Server;
let world: SimulatedWorld;
let place: Workplace;
let authority: Identity;
let clients: number;
/** Numbers of the certificates that clients came with. */
const serials = new Set<string>();
/** Of the certificate that is let in; null lets everybody in whom the authority knows. */
let admitted: string | null = null;
const sockets = new Set<Socket>();
let given: NodeJS.ProcessEnv;

/** TLS before the real server: it takes nobody without a certificate of its authority. */
beforeAll(async () => {
  authority = await makeAuthority('temporal');
  const own = await issue(authority, 'server', { host: 'localhost' });
  const upstream = new URL(`tcp://${process.env['TEST_TEMPORAL_ADDRESS']}`);
  clients = 0;
  server = createServer(
    { ...own, ca: authority.cert, requestCert: true, rejectUnauthorized: true, ALPNProtocols: ['h2'] },
    (socket) => {
      const { serialNumber } = socket.getPeerCertificate();
      if (admitted !== null && serialNumber !== admitted) return void socket.destroy();
      serials.add(serialNumber);
      clients += 1;
      sockets.add(socket);
      const further: Socket = connect(Number(upstream.port), upstream.hostname);
      sockets.add(further);
      for (const [from, to] of [
        [socket, further],
        [further, socket],
      ] as const) {
        from.on('error', () => to.destroy());
        from.pipe(to);
      }
    },
  );
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  ({ world, place } = await preparePlace());
  const client = await issue(authority, 'collector');
  for (const [name, text] of [
    ['ca.pem', authority.cert],
    ['client.pem', client.cert],
    ['client.key', client.key],
  ] as const)
    writeFileSync(join(place.folder, name), text, { mode: 0o600 });
  given = {
    TEMPORAL_ADDRESS: `localhost:${(server.address() as AddressInfo).port}`,
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: join(place.folder, 'ca.pem'),
    TEMPORAL_TLS_CLIENT_CERT_PATH: join(place.folder, 'client.pem'),
    TEMPORAL_TLS_CLIENT_KEY_PATH: join(place.folder, 'client.key'),
  };
});

afterAll(async () => {
  place.clear();
  await world.close();
  server.close();
  for (const socket of sockets) socket.destroy();
});

/** The same place, reached in another way. */
function by(env: NodeJS.ProcessEnv): Workplace {
  const other = new Workplace(env);
  other.write(readFileSync(place.configFile, 'utf8'));
  return other;
}

test('worker and client reach a Temporal that wants a certificate, and a list is delivered through it', async () => {
  const through = by(given);
  const worker = await through.worker();
  expect(await through.verb('start')).toMatchObject({ code: 0, stdout: expect.stringContaining('delivered') });
  expect(await through.verb('check')).toMatchObject({ code: 0 });
  expect(clients).toBeGreaterThan(2);
  worker.kill('SIGTERM');
  expect(await worker.ended).toMatchObject({ code: 0 });
  through.clear();
});

test('a worker goes on with a certificate renewed in its files; one that is refused changes nothing', async () => {
  const through = by(given);
  const worker = await through.worker();
  const write = ({ cert, key }: Identity): void => {
    writeFileSync(join(place.folder, 'client.pem'), cert);
    writeFileSync(join(place.folder, 'client.key'), key);
  };
  write(await issue(await makeAuthority('elsewhere'), 'stranger'));
  await worker.said(/credentials for Temporal were changed and cannot be used; the connection that is there goes on/);
  const renewed = await issue(authority, 'renewed');
  write(renewed);
  await worker.said(/Renewed for Temporal, and in use: certificates/);
  admitted = new X509Certificate(renewed.cert).serialNumber;
  expect(serials).toContain(admitted);
  for (const socket of sockets) socket.destroy(); // as at a restart of Temporal: everybody comes again
  expect(await through.verb('start')).toMatchObject({ code: 0 });
  expect(await through.verb('pull')).toMatchObject({ code: 0 });
  worker.kill('SIGTERM');
  expect(await worker.ended).toMatchObject({ code: 0 });
  through.clear();
});

test.each([
  ['without a certificate', () => ({ ...given, ...without('TEMPORAL_TLS_CLIENT_') }), /TEMPORAL_TLS_CLIENT_CERT_PATH/],
  ['without the authority', () => ({ ...given, TEMPORAL_TLS_SERVER_CA_CERT_PATH: undefined }), /certificate/],
  ['without TLS', () => ({ TEMPORAL_ADDRESS: given['TEMPORAL_ADDRESS'] }), /set TEMPORAL_TLS=true/],
  [
    'with a certificate of somebody else',
    async () => {
      const stranger = await issue(await makeAuthority('elsewhere'), 'stranger');
      const cert = join(place.folder, 'stranger.pem');
      const key = join(place.folder, 'stranger.key');
      writeFileSync(cert, stranger.cert);
      writeFileSync(key, stranger.key, { mode: 0o600 });
      return { ...given, TEMPORAL_TLS_CLIENT_CERT_PATH: cert, TEMPORAL_TLS_CLIENT_KEY_PATH: key };
    },
    /TEMPORAL_TLS_CLIENT_CERT_PATH/,
  ],
])('%s the words name what is to be set, and the verb exits 3', async (_way, env, words) => {
  const through = by(await env());
  const { code, stderr } = await through.verb('status');
  expect(stderr.replace(/\s+/g, ' ')).toMatch(words);
  expect(code).toBe(3);
  through.clear();
});

function without(prefix: string): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.keys(given)
      .filter((name) => name.startsWith(prefix))
      .map((name) => [name, undefined]),
  );
}
