import '../../../engine/quiet-grpc';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, expect, test } from '@jest/globals';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { CollectorError } from '../../../errors/collector-error';
import { connectEngine } from '../../../engine/connection';
import { answersAsTemporal } from '../../../engine/server/engine-health';
import { workerRoute } from '../../../engine/server/engine-proxy';
import type { EngineLookup } from '../../../engine/engine-target';
import { startProxy } from '../../http/local-proxy';
import { issue, makeAuthority } from '../../outputs/devo-events/certificates';
import { atEnd } from '../../sources/rig';

Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });

const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '';
const port = Number(address.split(':')[1]);
const AUTHORIZATION = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;

/** gRPC for Node reads the environment of the process itself. */
afterEach(() => {
  for (const name of ['http_proxy', 'https_proxy', 'grpc_proxy']) process.env[name] = '';
});

/** Connects as the client does and as the worker does, and asks both for the namespace. */
async function reachTwice(lookup: EngineLookup): Promise<void> {
  const { target, connection } = await connectEngine(lookup);
  await connection.workflowService.describeNamespace({ namespace: 'default' });
  await connection.close();
  const native = await NativeConnection.connect({ ...target.options, ...workerRoute(target.address, target.proxy) });
  await native.workflowService.describeNamespace({ namespace: 'default' });
  await native.close();
}

async function failure(lookup: EngineLookup & { readonly timeoutMs?: number }): Promise<CollectorError> {
  const thrown: unknown = await connectEngine(lookup).then(
    () => 'no failure',
    (error: unknown) => error,
  );
  if (thrown instanceof CollectorError) return thrown;
  throw new Error(`not a CollectorError: ${String(thrown)}`);
}

test.each(['http_proxy', 'https_proxy', 'grpc_proxy'])(
  'an engine of this machine is reached directly, whatever %s says',
  async (name) => {
    const proxy = await startProxy(undefined, 503);
    process.env[name] = `http://127.0.0.1:${proxy.port}`;

    expect(await answersAsTemporal(address, 'default', 2_000)).toBe(true);
    await reachTwice({ env: { ...process.env, TEMPORAL_ADDRESS: address } });
    await reachTwice({ env: { ...process.env, TEMPORAL_ADDRESS: `localhost:${port}` } });

    expect(proxy.asked).toEqual([]);
  },
);

test.each(['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'ALL_PROXY'])(
  'client and worker reach a remote Temporal through the proxy of %s, with its user',
  async (name) => {
    const proxy = await startProxy();

    await reachTwice({
      env: { TEMPORAL_ADDRESS: `temporal.test:${port}`, [name]: `http://me:p%40ss@127.0.0.1:${proxy.port}` },
    });

    expect(new Set(proxy.asked.map(({ line }) => line))).toEqual(new Set([`CONNECT temporal.test:${port}`]));
    expect(new Set(proxy.asked.map(({ authorization }) => authorization))).toEqual(new Set([AUTHORIZATION]));
    // The way is tried, then the client's connection, then the worker's.
    expect(proxy.asked.length).toBeGreaterThanOrEqual(3);
  },
);

test('the setting applies to a named Temporal, on this machine too, and not to the engine of the folder', async () => {
  const proxy = await startProxy();
  const setting = `http://me:p%40ss@127.0.0.1:${proxy.port}`;

  await reachTwice({ proxy: setting, env: { TEMPORAL_ADDRESS: address, NO_PROXY: '*' } });

  expect(proxy.asked.length).toBeGreaterThanOrEqual(3);
  expect(
    proxy.asked.every(({ line, authorization }) => line === `CONNECT ${address}` && authorization === AUTHORIZATION),
  ).toBe(true);
});

test('hosts in NO_PROXY are reached directly', async () => {
  const env = { TEMPORAL_ADDRESS: 'temporal.invalid:7233', https_proxy: 'http://127.0.0.1:9', no_proxy: '.invalid' };
  const error = await failure({ env, timeoutMs: 500 });
  expect(error.message).not.toContain('proxy');
});

test('through a proxy the certificate is checked for the name of Temporal', async () => {
  const authority = await makeAuthority('an authority of a test');
  const certificate = await issue(authority, 'temporal', { host: 'temporal.test' });
  const front = createTlsServer({ ...certificate, ALPNProtocols: ['h2'] }, (socket) => {
    const onward = connect(port, '127.0.0.1');
    socket.on('error', () => onward.destroy()).pipe(onward);
    onward.on('error', () => socket.destroy()).pipe(socket);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  atEnd(() => {
    front.close();
  });
  const frontPort = (front.address() as AddressInfo).port;
  const proxy = await startProxy();
  const env = {
    https_proxy: `127.0.0.1:${proxy.port}`,
    TEMPORAL_TLS: 'true',
    TEMPORAL_TLS_SERVER_CA_CERT_DATA: authority.cert,
  };

  await reachTwice({ env: { ...env, TEMPORAL_ADDRESS: `temporal.test:${frontPort}` } });
  const other = await failure({ env: { ...env, TEMPORAL_ADDRESS: `other.test:${frontPort}` }, timeoutMs: 2_000 });

  expect(other).toMatchObject({ id: 'engine_unreachable' });
  expect(other.message).toContain(`through the proxy 127.0.0.1:${proxy.port} of https_proxy`);
});

test('a proxy that refuses, is not there, or says nothing is named with its variable', async () => {
  const [refusing, silent] = [await startProxy(undefined, 503), await startProxy(undefined, 'silent')];
  const env = { TEMPORAL_ADDRESS: 'temporal.test:7233' };

  expect(await failure({ env: { ...env, http_proxy: `http://127.0.0.1:${refusing.port}` } })).toMatchObject({
    id: 'engine_unreachable',
    setting: 'http_proxy',
    message: expect.stringContaining(
      `temporal.test:7233: the proxy 127.0.0.1:${refusing.port} of http_proxy does not let the ` +
        'request through: status 503',
    ),
  });
  expect(await failure({ env: { ...env, HTTPS_PROXY: 'http://me:hunter2@127.0.0.1:9' } })).toMatchObject({
    setting: 'HTTPS_PROXY',
    message: expect.stringMatching(/the proxy 127\.0\.0\.1:9 of HTTPS_PROXY cannot be used: connect ECONNREFUSED/),
  });
  expect(await failure({ env: { ...env, HTTPS_PROXY: `127.0.0.1:${silent.port}` }, timeoutMs: 100 })).toMatchObject({
    setting: 'HTTPS_PROXY',
    message: expect.stringContaining('did not answer within 0.1 s'),
  });
  await silent.emptied();
});

test.each([
  ['socks5://me:hunter2@127.0.0.1:1080', 'names a socks5 proxy'],
  ['http://user:hunter2#w@127.0.0.1:18091', '# is %23'],
  ['https://127.0.0.1:3129', 'names an https proxy; Temporal can be reached through an http proxy only'],
])('a variable or a setting with %s is refused by its name', async (value, words) => {
  const named = await failure({ env: { TEMPORAL_ADDRESS: 'temporal.test:7233', https_proxy: value } });
  expect(named).toMatchObject({
    id: 'engine_unreachable',
    setting: 'https_proxy',
    message: expect.stringContaining(words),
  });
  const set = await failure({ env: { TEMPORAL_ADDRESS: address }, proxy: value });
  expect(set).toMatchObject({
    id: 'engine_unreachable',
    setting: 'globals.temporal.proxy',
    message: expect.stringContaining(words),
  });
  expect(`${named.message}${set.message}`).not.toContain('hunter2');
});
