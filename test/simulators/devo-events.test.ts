import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import axios, { type AxiosResponse } from 'axios';
import type { DevoSimulator } from '../../simulators/devo/devo-simulator';
import { startDevoSimulator } from '../../simulators/devo/start-devo-simulator';
import { TOKEN } from './devo-client';

let devo: DevoSimulator;

beforeEach(async () => {
  devo = await startDevoSimulator({ domain: 'acme', token: TOKEN, eventLimit: 3 });
});
afterEach(() => devo.close());

function send(
  body: string | Buffer,
  headers: Record<string, string> = {},
  path = `/stream/acme/token!${TOKEN}/a-host/my.app.ctci.cewl`,
): Promise<AxiosResponse<unknown>> {
  return axios.post<unknown>(devo.url + path, body, {
    headers: { 'content-type': 'text/plain', ...headers },
    validateStatus: () => true,
  });
}

test('events are taken one a line, plain or gzipped, and the newest are kept', async () => {
  expect((await send('one\ntwo\n')).status).toBe(200);
  expect((await send(gzipSync('three é\nfour'), { 'content-encoding': 'gzip' })).status).toBe(200);
  expect(devo.events().map((event) => event.message)).toEqual(['two', 'three é', 'four']);
  expect(devo.events()[0]).toMatchObject({ host: 'a-host', tag: 'my.app.ctci.cewl' });
  expect(devo.state().events).toBe(4);
  devo.clearEvents();
  expect(devo.state().events).toBe(0);
});

test.each([
  ['a wrong token', '/stream/acme/token!wrong/h/my.app.ctci.cewl', 401],
  ['no token', '/stream/acme/h/my.app.ctci.cewl', 401],
  ['another domain', `/stream/other/token!${TOKEN}/h/my.app.ctci.cewl`, 403],
  ['a tag of one level', `/stream/acme/token!${TOKEN}/h/my`, 400],
  ['a tag of seven levels', `/stream/acme/token!${TOKEN}/h/a.b.c.d.e.f.g`, 400],
  ['a path that goes on', `/stream/acme/token!${TOKEN}/h/my.app/more`, 404],
])('events with %s are refused', async (_name, path, status) => {
  const response = await send('one\n', {}, path);
  expect(response.status).toBe(status);
  expect(JSON.stringify(response.data)).not.toContain(TOKEN);
  expect(devo.events()).toEqual([]);
});

test('more than 32 MB are refused, packed or not, and so is what cannot be unpacked', async () => {
  const large = Buffer.alloc(32 * 1024 * 1024 + 1, 'x');
  expect((await send(large)).status).toBe(413);
  expect((await send(gzipSync(large, { level: 1 }), { 'content-encoding': 'gzip' })).status).toBe(413);
  expect((await send('no gzip', { 'content-encoding': 'gzip' })).status).toBe(400);
  expect(devo.state().events).toBe(0);
});

test('the ingestion can be asked to fail', async () => {
  devo.fail({ fault: 'status', status: 429, retryAfter: 1, on: 'stream', requests: 1 });
  const refused = await send('one\n');
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, '1']);
  expect((await send('one\n')).status).toBe(200);
});
