import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, expect, jest, test } from '@jest/globals';
import { connectEngine } from '../../engine/connection';

jest.setTimeout(30_000);

const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '';
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  server.on('connection', (socket: { on: (name: 'error', ignore: () => void) => void }) =>
    socket.on('error', () => undefined),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server of gRPC that answers everything with one status. */
function refusing(code: number): Promise<string> {
  const server = createHttp2Server();
  server.on('stream', (stream) => {
    stream.respond(
      {
        ':status': 200,
        'content-type': 'application/grpc',
        'grpc-status': String(code),
        'grpc-message': 'not for you',
      },
      { endStream: true },
    );
  });
  return listen(server);
}

async function refusal(env: NodeJS.ProcessEnv): Promise<unknown> {
  const timeoutMs = 1_500;
  return connectEngine({ env, timeoutMs }).then(
    ({ connection }) => connection.close(),
    (error: unknown) => error,
  );
}

test('a namespace that is not there is named, with its variable', async () => {
  expect(await refusal({ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'nowhere' })).toMatchObject({
    number: 615,
    setting: 'TEMPORAL_NAMESPACE',
    message: expect.stringContaining('Namespace nowhere is not found'),
    remedy: expect.stringContaining('namespace create'),
  });
});

test.each([
  [7, 617],
  [16, 617],
  [12, 616],
])('gRPC status %d has a number of its own, and the words of the server', async (code, number) => {
  expect(await refusal({ TEMPORAL_ADDRESS: await refusing(code) })).toMatchObject({
    number,
    message: expect.stringContaining('not for you'),
  });
});

test('whoever speaks something else is no Temporal, and what it says is told', async () => {
  const web = await listen(createHttpServer((_request, response) => response.end('hello')));
  expect(await refusal({ TEMPORAL_ADDRESS: web })).toMatchObject({
    number: 616,
    setting: 'TEMPORAL_ADDRESS',
    message: expect.stringContaining('HTTP/1.1 400'),
  });
  const shell = await listen(createServer((socket) => socket.write('SSH-2.0-OpenSSH_9\r\n')));
  expect(await refusal({ TEMPORAL_ADDRESS: shell })).toMatchObject({
    number: 616,
    message: expect.stringContaining('SSH-2.0-OpenSSH_9'),
  });
  const page = await listen(createHttp2Server((_request, response) => response.writeHead(404).end('no such page')));
  expect(await refusal({ TEMPORAL_ADDRESS: page })).toMatchObject({
    number: 616,
    message: expect.stringContaining('404'),
  });
});

test('an unknown name, a closed connection, and TLS on one side alone are told as what they are', async () => {
  expect(await refusal({ TEMPORAL_ADDRESS: 'no-such-host.invalid:7233' })).toMatchObject({
    number: 600,
    message: expect.stringContaining('ENOTFOUND'),
  });
  const closing = await listen(createServer((socket) => socket.once('data', () => socket.end())));
  expect(await refusal({ TEMPORAL_ADDRESS: closing })).toMatchObject({
    number: 600,
    message: expect.stringContaining('closes the connection'),
  });
  expect(await refusal({ TEMPORAL_ADDRESS: address, TEMPORAL_TLS: 'true' })).toMatchObject({
    number: 600,
    message: expect.stringContaining('not to speak TLS'),
  });
  const encrypted = await listen(createTlsServer({}));
  expect(await refusal({ TEMPORAL_ADDRESS: encrypted })).toMatchObject({
    number: 600,
    message: expect.stringMatching(/TEMPORAL_TLS|closes the connection/),
  });
});

test.each([
  'http://127.0.0.1:7233',
  'dns:///127.0.0.1:7233',
  'grpc://temporal',
  '127.0.0.1:x',
  '127.0.0.1 :7233',
  ':7233',
  'host:7233/path',
  '127.0.0.1:7233,other:7233',
])('TEMPORAL_ADDRESS=%s is refused at once, and named', async (written) => {
  expect(await refusal({ TEMPORAL_ADDRESS: written })).toMatchObject({
    number: 600,
    setting: 'TEMPORAL_ADDRESS',
    message: expect.stringContaining('must be host or host:port, without a scheme'),
  });
});

test.each(['127.0.0.1:99999', 'temporal.example:65536', '[::1]:0', 'temporal.example:123456'])(
  'TEMPORAL_ADDRESS=%s is refused in words that say which ports there are',
  async (written) => {
    expect(await refusal({ TEMPORAL_ADDRESS: written })).toMatchObject({
      number: 600,
      setting: 'TEMPORAL_ADDRESS',
      message: expect.stringMatching(/must be host or host:port, without a scheme, with a port from 1 to 65535$/),
    });
  },
);

test('a password in an address is not repeated', async () => {
  expect(await refusal({ TEMPORAL_ADDRESS: 'https://user:canary@temporal.example' })).toMatchObject({
    message: expect.not.stringContaining('canary'),
  });
});

test.each([' ', '\r', '\n', '\t '])(
  'white space around TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE is no part of them: %j',
  async (space) => {
    const { connection, target } = await connectEngine({
      env: { TEMPORAL_ADDRESS: `${space}${address}${space}`, TEMPORAL_NAMESPACE: `default${space}` },
    });
    await connection.close();
    expect(target).toMatchObject({ address, namespace: 'default' });
  },
);
