import { createServer, request, type Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { listenOnLoopback } from '../../bench/faults/wires/listen-on-loopback';
import { startTcpProxy, type TcpProxy } from '../../bench/faults/wires/tcp-proxy';

const BODY = 'x'.repeat(20_000);

let server: Server;
let wire: TcpProxy;
let done: number;

beforeEach(async () => {
  done = 0;
  server = createServer((incoming, response) => {
    incoming.resume().on('end', () => {
      done += 1;
      response.end(BODY);
    });
  });
  wire = await startTcpProxy(await listenOnLoopback(server));
});

afterEach(async () => {
  await wire.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Posts something: what came back, or the name of the failure. */
function post(body = 'hello'): Promise<string> {
  return new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException): void => resolve(error.code ?? error.message);
    const sent = request(
      { port: wire.port, host: '127.0.0.1', method: 'POST', path: '/deploy-csv', agent: false },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on('end', () => resolve(text === BODY ? 'whole' : `${text.length} bytes`)).on('error', fail);
      },
    );
    sent.on('error', fail).end(body);
  });
}

test('a wire that is well passes everything on, and has met nothing', async () => {
  expect(await post(BODY)).toBe('whole');
  expect(wire.met()).toBe(0);
});

test('done, but the answer is lost: the server did it, the client hears nothing, the next is answered', async () => {
  wire.loseAnswer('deploy-csv');
  expect(await post()).toBe('ECONNRESET');
  expect([done, wire.met()]).toEqual([1, 1]);
  expect(await post()).toBe('whole');
});

test('a limit of an answer breaks off in its midst, of a request before it is done; each of them once', async () => {
  wire.limit(9_000, false);
  expect(await post()).not.toBe('whole');
  expect([done, wire.met()]).toEqual([1, 1]);
  wire.limit(9_000, true);
  expect(await post(BODY)).not.toBe('whole');
  expect([done, wire.met()]).toEqual([1, 2]);
  expect(await post(BODY)).toBe('whole');
});

test('slow and sliced wires lose nothing', async () => {
  wire.delay(20);
  wire.slice(5_000);
  const began = performance.now();
  expect(await post(BODY)).toBe('whole');
  expect(performance.now() - began).toBeGreaterThan(160); // four pieces each way
  expect(wire.met()).toBeGreaterThanOrEqual(8);
});

test('a stalled wire goes on when it is healed', async () => {
  wire.stall();
  const answer = post();
  await wait(100);
  expect(done).toBe(0);
  wire.heal();
  expect(await answer).toBe('whole');
});

test('cut, reset and refused are seen by the client, and counted only when there was a connection', async () => {
  wire.cut();
  wire.reset();
  wire.halfClose();
  expect(wire.met()).toBe(0);
  for (const how of ['cut', 'reset'] as const) {
    wire.stall();
    const answer = post();
    await wait(50);
    wire[how]();
    expect(await answer).toMatch(/ECONNRESET|hang up/);
    wire.heal();
  }
  expect(wire.met()).toBeGreaterThanOrEqual(2);
  wire.refuse();
  expect(await post()).toMatch(/ECONNRESET|hang up/);
  wire.heal();
  expect(await post()).toBe('whole');
});

test('what waits for its one use survives a healing that is told to keep it', async () => {
  wire.loseAnswer('deploy-csv');
  wire.heal('keepOnce');
  expect(await post()).toBe('ECONNRESET');
  wire.loseAnswer('deploy-csv');
  wire.heal();
  expect(await post()).toBe('whole');
});
