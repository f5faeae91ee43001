import { once } from 'node:events';
import * as http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { openConnections, type Connections } from '../../http/connections';

let server: http.Server;
let connections: Connections;
let opened: Socket[];

afterEach(async () => {
  connections.close();
  server.close();
  await once(server, 'close');
});

/** A server that keeps connections for so long and says so. */
async function serverThatKeeps(keepAliveTimeout: number): Promise<URL> {
  opened = [];
  server = http.createServer({ keepAliveTimeout }, (_request, response) => response.end('well'));
  server.on('connection', (socket: Socket) => opened.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  connections = openConnections({ verifyHostSslCert: true, caFile: null }, {});
  return new URL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
}

async function ask(url: URL): Promise<void> {
  const request = http.get(url, { agent: connections.agent(url, null, false) });
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
  await once(answer.resume(), 'end');
  await wait(0); // the connection is free after that
}

test.each([
  ['as long as the pause is', 5_000, 5_000],
  ['a moment longer than the pause', 5_000, 4_500],
  ['less long than the pause', 5_000, 60_000],
])('a connection that the server keeps %s is closed at once', async (_words, keptMs, pauseMs) => {
  const url = await serverThatKeeps(keptMs);
  await ask(url);
  const closed = once(opened[0]!, 'close', { signal: AbortSignal.timeout(2_000) });
  connections.rest(pauseMs);
  await closed;
  await ask(url);
  expect(opened).toHaveLength(2);
});

test('one that the server keeps much longer is used again', async () => {
  const url = await serverThatKeeps(10_000);
  await ask(url);
  connections.rest(5_000);
  await ask(url);
  expect(opened).toHaveLength(1);
});

test('what is under way is not touched', async () => {
  const url = await serverThatKeeps(5_000);
  const asking = ask(url);
  connections.rest(60_000);
  await asking;
  expect(opened).toHaveLength(1);
});
