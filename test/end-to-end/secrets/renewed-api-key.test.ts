import { readFileSync, writeFileSync } from 'node:fs';
import {
  connect,
  constants,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { preparePlace } from '../stage/prepared-place';
import type { SimulatedWorld } from '../stage/simulated-world';
import { until } from '../stage/until';
import { Workplace } from '../stage/workplace';

jest.setTimeout(120_000);

const UNAUTHENTICATED = '16';

let server: Http2Server;
let world: SimulatedWorld;
let place: Workplace;
let through: Workplace;
/** The keys that the server takes. */
const valid = new Set(['key-of-before']);
const heard = new Set<string>();

/** In front of the real server: whoever brings another key is refused, as Temporal Cloud does it. */
beforeAll(async () => {
  const upstream = connect(`http://${process.env['TEST_TEMPORAL_ADDRESS']}`);
  server = createServer();
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    const key = String(headers.authorization).replace(/^Bearer /, '');
    heard.add(key);
    if (!valid.has(key)) {
      refuse(stream);
      return;
    }
    const asked = upstream.request(headers);
    asked.on('error', () => stream.destroy());
    stream.on('close', () => asked.close(constants.NGHTTP2_CANCEL));
    let trailers: IncomingHttpHeaders = {};
    asked.on('response', (answer, flags) => {
      if (stream.destroyed) return;
      const isWhole = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
      stream.respond(answer, isWhole ? { endStream: true } : { waitForTrailers: true });
      if (isWhole) return;
      stream.on('wantTrailers', () => stream.sendTrailers(trailers));
      asked.pipe(stream);
    });
    asked.on('trailers', (seen: IncomingHttpHeaders) => {
      trailers = seen;
    });
    stream.pipe(asked);
  });
  server.on('close', () => upstream.destroy());
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  ({ world, place } = await preparePlace());
  writeKey('key-of-before');
  through = new Workplace({
    TEMPORAL_ADDRESS: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    TEMPORAL_TLS: 'false',
    TEMPORAL_CONFIG_FILE: join(place.folder, 'temporal.toml'),
  });
  through.write(readFileSync(place.configFile, 'utf8'));
});

afterAll(async () => {
  through.clear();
  place.clear();
  await world.close();
  server.close();
});

function refuse(stream: ServerHttp2Stream): void {
  const headers = { 'content-type': 'application/grpc', 'grpc-status': UNAUTHENTICATED, 'grpc-message': 'no such key' };
  stream.respond({ ':status': 200, ...headers }, { endStream: true });
}

function writeKey(key: string): void {
  writeFileSync(join(place.folder, 'temporal.toml'), `[profile.default]\napi_key = "${key}"\n`, { mode: 0o600 });
}

test('a worker uses the API key that was renewed in the settings file, without a restart', async () => {
  const worker = await through.worker();
  expect(await through.verb('start')).toMatchObject({ code: 0 });
  valid.add('key-of-now');
  writeKey('key-of-now');
  await worker.said(/Renewed for Temporal, and in use: API key/);
  valid.delete('key-of-before');
  expect(await through.verb('pull')).toMatchObject({ code: 0 });
  await until('the worker asks with it', () => heard.has('key-of-now'));
  expect(worker.stdout).not.toContain('key-of-now');
  worker.kill('SIGTERM');
  expect(await worker.ended).toMatchObject({ code: 0 });
});

test('a key that is refused is told with where to renew it', async () => {
  writeKey('stolen');
  const { code, stderr } = await through.verb('status');
  expect(stderr).toMatch(/617/);
  expect(stderr.replace(/\s+/g, ' ')).toMatch(/TEMPORAL_CONFIG_FILE/);
  expect(stderr).not.toContain('stolen');
  expect(code).toBe(2);
});
