import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import * as net from 'node:net';
import { inspect } from 'node:util';
import { brotliCompressSync, createGzip, deflateSync, gzipSync } from 'node:zlib';
import { json } from './ctci-server';
import { atEnd, failureOf, fetchFull, keptRows, KEY, never, server, source } from './rig';

const LIST = JSON.stringify([{ CVE: 'CVE-1', description: 'x'.repeat(5000) }]);

/** A server that speaks bytes: answers every connection's first data with them, then does as told. */
async function rawServer(answer: (socket: net.Socket) => void): Promise<string> {
  const sockets = new Set<net.Socket>();
  const listener = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  atEnd(async () => {
    for (const socket of sockets) socket.destroy();
    listener.close();
    await once(listener, 'close');
  });
  return `http://127.0.0.1:${(listener.address() as net.AddressInfo).port}`;
}

test('a body shorter than announced is cut short, and may be tried again', async () => {
  const url = await rawServer((socket) => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n${LIST}`));

  const error = await failureOf(source(url).fetchList({ digest: null }, never, keptRows));

  expect(error).toMatchObject({ id: 'ctci_cut_short', retryable: true, setting: 'inputs.ctci.api_base_url' });
});

test('a reset in the middle of the body is a cut', async () => {
  const url = await rawServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[{"CV\r\n', () => socket.resetAndDestroy());
  });

  expect(await failureOf(source(url).fetchList({ digest: null }, never, keptRows))).toMatchObject({
    id: 'ctci_cut_short',
    retryable: true,
  });
});

test('an answer that does not say where it ends and stops in the middle of JSON is a cut', async () => {
  const url = await rawServer((socket) =>
    socket.end(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${LIST.slice(0, 200)}`),
  );

  expect(await failureOf(source(url).fetchList({ digest: null }, never, keptRows))).toMatchObject({
    id: 'ctci_cut_short',
    retryable: true,
  });
});

test('an answer that does not say where it ends is the list when it is whole', async () => {
  const url = await rawServer((socket) => socket.end(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${LIST}`));

  expect((await fetchFull(source(url))).received).toBe(1);
});

test('a packed body that ends early is never a shorter list', async () => {
  const packed = gzipSync(LIST);
  const cut = packed.subarray(0, packed.length - 9);
  const framed = await server((_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': cut.length }).end(cut),
  );
  const unframed = await rawServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n');
    socket.end(cut);
  });

  expect(await failureOf(source(framed.url).fetchList({ digest: null }, never, keptRows))).toMatchObject({
    id: 'ctci_not_json',
    retryable: false,
  });
  expect(await failureOf(source(unframed).fetchList({ digest: null }, never, keptRows))).toMatchObject({
    id: 'ctci_cut_short',
    retryable: true,
  });
});

test('a body that is not what its encoding says, or is packed in an unknown way, is named', async () => {
  for (const encoding of ['gzip', 'br', 'deflate', 'zstd']) {
    const ctci = await server((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(LIST),
    );

    expect(await failureOf(source(ctci.url).fetchList({ digest: null }, never, keptRows))).toMatchObject({
      id: 'ctci_not_json',
      retryable: false,
    });
  }
});

test('encodings that were not asked for are unpacked all the same', async () => {
  for (const [encoding, packed] of [
    ['br', brotliCompressSync(LIST)],
    ['deflate', deflateSync(LIST)],
    ['X-GZIP', gzipSync(LIST)],
  ] as const) {
    const ctci = await server((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(packed),
    );

    expect((await fetchFull(source(ctci.url))).received).toBe(1);
  }
});

test('a body over the limit is refused at once, announced or not', async () => {
  const announced = await server((_request, response) => json(response, LIST, 200, { 'content-length': LIST.length }));
  const endless = await server((_request, response) => {
    response.writeHead(200);
    const pour = (): void => {
      while (response.write(' '.repeat(10_000)));
      response.once('drain', pour);
    };
    pour();
  });

  for (const { url } of [announced, endless]) {
    const error = await failureOf(source(url, { bodyLimitBytes: 4000 }).fetchList({ digest: null }, never, keptRows));
    expect(error).toMatchObject({ id: 'ctci_too_large', retryable: false });
  }
});

test('a body of exactly the limit is read', async () => {
  const ctci = await server((_request, response) => json(response, LIST));

  expect((await fetchFull(source(ctci.url, { bodyLimitBytes: LIST.length }))).bytes).toBe(LIST.length);
});

test('what a small packed body unpacks to is bounded', async () => {
  const bomb = await server((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    const packer = createGzip();
    packer.pipe(response);
    const spaces = Buffer.alloc(1 << 20, ' ');
    const pour = (): void => {
      while (!response.destroyed && packer.write(spaces));
      if (!response.destroyed) packer.once('drain', pour);
    };
    pour();
  });
  const before = process.memoryUsage().rss;

  const error = await failureOf(
    source(bomb.url, { bodyLimitBytes: 8 << 20 }).fetchList({ digest: null }, never, keptRows),
  );

  expect(error.id).toBe('ctci_too_large');
  expect(process.memoryUsage().rss - before).toBeLessThan(200 << 20);
});

test('a server that does not answer, or trickles, is a timeout', async () => {
  const silent = await rawServer(() => undefined);
  const trickling = await rawServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n[');
    const drip = setInterval(() => socket.write(' '), 20);
    socket.once('close', () => clearInterval(drip));
  });

  for (const url of [silent, trickling]) {
    const error = await failureOf(source(url, { totalTimeoutMs: 200 }).fetchList({ digest: null }, never, keptRows));
    expect(error).toMatchObject({ id: 'ctci_timeout', retryable: true });
    expect(error.message).toContain('not complete within 0.2 s');
  }
});

test('a slow answer does not count as a slow connection', async () => {
  const ctci = await server((_request, response) => setTimeout(() => json(response, LIST), 1500));

  expect((await fetchFull(source(ctci.url, { connectTimeoutMs: 1000 }))).received).toBe(1);
});

test('a TLS handshake that stalls is a slow connection', async () => {
  const mute = (await rawServer(() => undefined)).replace('http:', 'https:');

  const error = await failureOf(source(mute, { connectTimeoutMs: 150 }).fetchList({ digest: null }, never, keptRows));

  expect(error).toMatchObject({ id: 'ctci_timeout', retryable: true });
  expect(error.message).toContain('no connection within 0.15 s');
});

test('a refused connection, a reset before the answer and an unknown name may be tried again', async () => {
  const gone = await server(() => undefined);
  await gone.close();
  let asked = 0;
  const resetting = await rawServer((socket) => {
    asked += 1;
    socket.resetAndDestroy();
  });

  expect(
    await failureOf(source(`http://127.0.0.1:${gone.port}`).fetchList({ digest: null }, never, keptRows)),
  ).toMatchObject({
    id: 'ctci_unreachable',
    retryable: true,
    message: expect.stringContaining('ECONNREFUSED'),
  });
  expect(await failureOf(source(resetting).fetchList({ digest: null }, never, keptRows))).toMatchObject({
    id: 'ctci_unreachable',
    retryable: true,
    message: expect.stringContaining('ECONNRESET'),
  });
  expect(asked).toBe(1);
  expect(await failureOf(source('http://ctci.invalid').fetchList({ digest: null }, never, keptRows))).toMatchObject({
    id: 'ctci_unreachable',
    retryable: true,
    message: expect.stringContaining('the name does not resolve'),
  });
});

test('a kept connection that the server has given up is replaced by a new one, once', async () => {
  let connections = 0;
  let asked = 0;
  const listener = net.createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    let answered = 0;
    socket.on('data', () => {
      asked += 1;
      if (answered++ > 0) socket.resetAndDestroy();
      else socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${LIST.length}\r\n\r\n${LIST}`);
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  atEnd(() => {
    listener.close();
  });
  const from = source(`http://127.0.0.1:${(listener.address() as net.AddressInfo).port}`);

  await fetchFull(from);
  expect((await fetchFull(from)).received).toBe(1);

  expect({ connections, asked }).toEqual({ connections: 2, asked: 3 });
});

test('something that does not speak HTTP is named', async () => {
  const url = await rawServer((socket) => socket.end('220 mail.example ESMTP\r\n'));

  expect(await failureOf(source(url).fetchList({ digest: null }, never, keptRows))).toMatchObject({
    id: 'ctci_not_json',
    retryable: false,
    message: expect.stringContaining('the answer is not HTTP'),
  });
});

test('when the caller gives up, the request ends with the reason of the caller', async () => {
  const asked = new AbortController();
  const headers = new AbortController();
  const silent = await rawServer(() => asked.abort(new Error('the worker stops')));
  const half = await rawServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n[', () =>
      setTimeout(() => headers.abort(new Error('the worker stops')), 50),
    );
  });

  await expect(source(silent).fetchList({ digest: null }, asked.signal, keptRows)).rejects.toThrow('the worker stops');
  await expect(source(half).fetchList({ digest: null }, headers.signal, keptRows)).rejects.toThrow('the worker stops');
  await expect(
    source(half).fetchList({ digest: null }, AbortSignal.abort(new Error('too late')), keptRows),
  ).rejects.toThrow('too late');
});

test('an error of the connection carries neither the request nor the key', async () => {
  const url = await rawServer((socket) => socket.destroy());

  const error = await failureOf(source(url).fetchList({ digest: null }, never, keptRows));

  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(KEY);
  expect(error.cause).toBeInstanceOf(Error);
});
