import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import * as http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createDevoLookupOutput } from '../../outputs/devo-lookup/create-devo-lookup-output';
import { atEnd, failureOf, keptRows, never, source } from '../sources/rig';

interface OpenServer {
  readonly url: string;
  /** Connections that stand now. */
  readonly open: () => number;
}

/** A server that begins an answer and never ends it. */
async function endless(status: number, headers: http.OutgoingHttpHeaders): Promise<OpenServer> {
  const sockets = new Set<Socket>();
  const server = http.createServer((_request, response) => {
    response.writeHead(status, headers);
    response.write('[');
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  atEnd(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, open: () => sockets.size };
}

/** Waits until the number holds; the server hears of an end a moment after the client. */
async function settled(open: () => number, wanted: number): Promise<number> {
  for (let round = 0; round < 100 && open() !== wanted; round += 1) await delay(10);
  return open();
}

test.each([
  ['a length over the limit', 200, { 'content-length': 5000 }, {}],
  ['an unknown encoding', 200, { 'content-encoding': 'zstd' }, {}],
  ['an error that never ends', 500, {}, { totalTimeoutMs: 100 }],
  ['an error of a length over the limit', 500, { 'content-length': 5_000_000 }, { totalTimeoutMs: 100 }],
  ['an error in an unknown encoding', 404, { 'content-encoding': 'zstd' }, {}],
  ['a redirect to another host', 302, { location: 'https://elsewhere.example/', 'content-encoding': 'zstd' }, {}],
  ['a list that never ends', 200, {}, { totalTimeoutMs: 100 }],
])('no connection stays open after %s', async (_what, status, headers, options) => {
  const server = await endless(status, headers);
  const from = source(server.url, { bodyLimitBytes: 4000, ...options });

  for (let round = 0; round < 5; round += 1) await failureOf(from.fetchList({ digest: null }, never, keptRows));

  expect(await settled(server.open, 0)).toBe(0);
});

test('no connection to Devo stays open after an answer in an unknown encoding, or one that is too long', async () => {
  for (const headers of [{ 'content-encoding': 'zstd' }, { 'content-length': 20 * 1024 * 1024 }]) {
    const server = await endless(200, headers);
    const output = createDevoLookupOutput({
      name: 'devo_lookup',
      url: `${server.url}/lookup-api`,
      domain: 'acme',
      token: 'token-in-a-test',
      lookupName: 'L',
      mode: 'auto',
      settingsPath: 'outputs.devo_lookup.config',
      limits: { requestTimeoutMs: 100 },
    });
    for (let round = 0; round < 5; round += 1) await failureOf(output.inspect(never));
    expect(await settled(server.open, 0)).toBe(0);
    output.close();
  }
});
