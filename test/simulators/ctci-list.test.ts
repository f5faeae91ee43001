import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import axios, { type AxiosResponse } from 'axios';
import { z } from 'zod';
import { startCtciSimulator } from '../../simulators/ctci/start-ctci-simulator';
import type { CtciSimulator } from '../../simulators/ctci/ctci-simulator';

const KEY = 'a-key-for-tests';
const rows = z.array(z.record(z.string(), z.unknown()));
const wrapped = z.object({ data: rows });

let ctci: CtciSimulator;

beforeEach(async () => {
  ctci = await startCtciSimulator({ apiToken: KEY, username: 'someone', password: 'secret' });
});
afterEach(() => ctci.close());

function get(
  path = '/api/v1/cewl',
  headers: Record<string, string> = { 'x-api-key': KEY },
): Promise<AxiosResponse<unknown>> {
  return axios.get<unknown>(ctci.url + path, { headers, validateStatus: () => true });
}

test('the list comes wrapped, with the key in lower case, from /api/v1/cewl', async () => {
  const { status, data, headers } = await get();
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('application/json');
  expect(data).toEqual({ status: 200, title: 'OK', detail: 'CEWL', instance: '/api/v1/cewl', data: expect.any(Array) });
  expect(wrapped.parse(data).data).toHaveLength(1252);
  expect(wrapped.parse(data).data[0]).toMatchObject({ cve: 'CVE-2010-5326', year: 2010 });
});

test('the list comes as a bare array, with the key in upper case, from /cve/cewl_download', async () => {
  const list = rows.parse((await get('/cve/cewl_download')).data);
  expect(list).toHaveLength(1252);
  expect(Object.keys(list[0]!)[0]).toBe('CVE');
  expect(list[0]).not.toHaveProperty('cve');
});

test('one row and a keyword can be searched for, and a search does not move the list on', async () => {
  expect((await get('/cve/cewl_download?CVE=CVE-2010-5326')).data).toHaveLength(1);
  const found = rows.parse((await get('/cve/cewl_download?keyword_search=SAP')).data);
  expect(found.length).toBeGreaterThan(1);
  expect(found.length).toBeLessThan(100);
  expect(ctci.state().step).toBe(0);
});

test.each([
  ['no key', {}],
  ['a wrong key', { 'x-api-key': 'another' }],
  ['a token that is no JWT', { authorization: 'Bearer x.y.z' }],
  ['a wrong key beside a good token, because the key wins', { 'x-api-key': 'another', authorization: 'good' }],
])('%s is refused with 401 in the shape of the auth library', async (_name, headers: Record<string, string>) => {
  if (headers['authorization'] === 'good') headers['authorization'] = `Bearer ${await login()}`;
  const { status, data } = await get('/api/v1/cewl', headers);
  expect(status).toBe(401);
  expect(data).toEqual({ status_code: 401, error: expect.any(String), message: expect.any(String) });
  expect(ctci.state().counters).toMatchObject({ keysAccepted: 0, keysRefused: 1 });
  expect(ctci.state().step).toBe(0);
});

test('rows that are given are served with their numbers as they were written, also after a restart', async () => {
  const stateFile = join(mkdtempSync(join(tmpdir(), 'ctci-numbers-')), 'ctci.json');
  const given =
    '[{"cve":"CVE-2024-1","id_ref":9007199254740993,"n":-0.12345678901234567891,"x":1e400,' +
    '"y":{"z":[12345678901234567890,2020.0]},"text":"12345678901234567890 \\" 1e400"}]';
  const first = await startCtciSimulator({ apiToken: KEY, stateFile });
  await axios.post(`${first.url}/_sim/list`, `{"rows":${given}}`, { headers: { 'content-type': 'application/json' } });
  await first.close();
  const second = await startCtciSimulator({ apiToken: KEY, stateFile });
  const asText = { headers: { 'x-api-key': KEY }, transformResponse: (body: string) => body };
  const list = await axios.get<string>(`${second.url}/api/v1/cewl`, asText);
  const asked = await axios.get<string>(`${second.url}/_sim/rows`, asText);
  await second.close();
  expect(list.data).toContain(`"data":${given}`);
  expect(asked.data).toBe(given);
});

test('the key in the query string is not looked at', async () => {
  expect((await get(`/api/v1/cewl?x-api-key=${KEY}`, {})).status).toBe(401);
});

test('an unknown path is answered 404 and another method 405, in the shape of HTTPProblemError', async () => {
  const { status, data } = await get('/api/v1/cewls');
  expect(status).toBe(404);
  expect(data).toEqual({ status: 404, title: 'Not Found', detail: expect.any(String), instance: '/api/v1/cewls' });
  const posted = await axios.post(
    `${ctci.url}/api/v1/cewl`,
    {},
    { headers: { 'x-api-key': KEY }, validateStatus: () => true },
  );
  expect(posted.status).toBe(405);
});

async function login(password = 'secret'): Promise<string> {
  const { status, data } = await axios.post<unknown>(
    `${ctci.url}/api/v1/login`,
    { username: 'someone', password },
    { validateStatus: () => true },
  );
  return status === 200 ? z.object({ access_token: z.string() }).parse(data).access_token : String(status);
}

test('a login gives a token with its end in it, which opens the list until then', async () => {
  ctci.setTokenLifetime(60);
  const token = await login();
  const claims = z
    .object({ iat: z.number(), exp: z.number() })
    .parse(JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()));
  expect(claims.exp - claims.iat).toBe(60);
  expect((await get('/api/v1/cewl', { authorization: `Bearer ${token}` })).status).toBe(200);
  ctci.forgetTokens();
  expect((await get('/api/v1/cewl', { authorization: `Bearer ${token}` })).status).toBe(401);
});

test('a token that has run out is refused as expired, and a wrong password as wrong', async () => {
  ctci.setTokenLifetime(-1);
  const { status, data } = await get('/api/v1/cewl', { authorization: `Bearer ${await login()}` });
  expect(status).toBe(401);
  expect(data).toMatchObject({ message: expect.stringMatching(/expired/) });
  expect(await login('wrong')).toBe('401');
  const malformed = await axios.post(`${ctci.url}/api/v1/login`, 'no json', { validateStatus: () => true });
  expect(malformed.status).toBe(400);
});

test('the list is compressed only for those who ask for it', async () => {
  const plain = await axios.get<Buffer>(`${ctci.url}/api/v1/cewl`, {
    headers: { 'x-api-key': KEY, 'accept-encoding': 'identity' },
    decompress: false,
    responseType: 'arraybuffer',
  });
  expect(plain.headers['content-encoding']).toBeUndefined();
  ctci.goToStep(0);
  const packed = await axios.get<Buffer>(`${ctci.url}/api/v1/cewl`, {
    headers: { 'x-api-key': KEY, 'accept-encoding': 'br, gzip;q=0.5' },
    decompress: false,
    responseType: 'arraybuffer',
  });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(packed.data).equals(plain.data)).toBe(true);
  const refused = await axios.get(`${ctci.url}/api/v1/cewl`, {
    headers: { 'x-api-key': KEY, 'accept-encoding': 'gzip;q=0' },
    decompress: false,
  });
  expect(refused.headers['content-encoding']).toBeUndefined();
});

test('each complete download moves the list on by one step, until the last day, where it stays', async () => {
  const first = wrapped.parse((await get()).data).data;
  expect(ctci.lastServed()).toEqual(first);
  expect(ctci.state().step).toBe(1);
  const second = wrapped.parse((await get()).data).data;
  expect(second).toHaveLength(1253);
  ctci.goToStep(10_000);
  const { steps, step } = ctci.state();
  expect(step).toBe(steps - 1);
  await get();
  expect(ctci.state()).toMatchObject({ step: steps - 1, date: '2025-05-22' });
});

test('downloads of one list at the same time move it on once, so that no day is skipped', async () => {
  ctci.fail({ fault: 'slow', bytesPerSecond: 1_000_000, requests: 2 }); // so that both are under way together
  const both = await Promise.all([get(), get()]);
  expect(both.map(({ data }) => wrapped.parse(data).data.length)).toEqual([1252, 1252]);
  expect(ctci.state()).toMatchObject({ step: 1, counters: { downloads: 2 } });
});

test('a held list stays, and a date can be gone to', async () => {
  ctci.hold();
  ctci.goToDate('2025-02-06');
  await get();
  expect(ctci.state()).toMatchObject({ date: '2025-02-05', held: true });
  ctci.goToDate('2000-01-01');
  expect(ctci.state().step).toBe(0);
  ctci.resume();
  await get();
  expect(ctci.state().step).toBe(1);
});

test('the replay removes a few rows that the real months kept, and says which', () => {
  const gone: string[] = [];
  for (let step = 0; step < ctci.state().steps; step += 1) {
    ctci.goToStep(step);
    gone.push(...ctci.state().syntheticRemovals);
  }
  expect(gone).toHaveLength(10);
  expect(new Set(gone).size).toBe(10);
  const left = new Set(ctci.rows().map((row) => row['cve']));
  expect(gone.filter((key) => left.has(key))).toEqual([]);
  expect(ctci.rows()).toHaveLength(new Set(left).size);
});

test('a restart goes on where the list was, with what stood in its place', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ctci-'));
  const stateFile = join(folder, 'deeper', 'ctci.json');
  const before = await startCtciSimulator({ apiToken: KEY, stateFile });
  await axios.get(`${before.url}/api/v1/cewl`, { headers: { 'x-api-key': KEY } });
  before.goToStep(7);
  before.serve({ shrinkTo: 5 });
  before.hold();
  await before.close();
  const after = await startCtciSimulator({ apiToken: KEY, stateFile });
  expect(after.state()).toMatchObject({ step: 7, held: true, serve: 'first 5', rows: 5 });
  await after.close();
  expect(readdirSync(join(folder, 'deeper'))).toEqual(['ctci.json']);
});

test('the restricted list has 24 rows of 2015 to 2020, and stands in for the real one, which stays', async () => {
  ctci.serve({ serve: 'restricted' });
  const keys = wrapped.parse((await get()).data).data.map((row) => String(row['cve']));
  expect(keys).toHaveLength(24);
  expect(keys.every((key) => /^CVE-20(15|16|17|18|19|20)-\d+$/.test(key))).toBe(true);
  expect(ctci.state().step).toBe(0);
  ctci.serve({ serve: 'empty' });
  expect(wrapped.parse((await get()).data).data).toEqual([]);
  ctci.serve({ rows: [{ cve: 'CVE-1-1', anything: { nested: true } }] });
  expect(wrapped.parse((await get()).data).data).toEqual([{ cve: 'CVE-1-1', anything: { nested: true } }]);
  ctci.serve({ serve: 'history' });
  expect(wrapped.parse((await get()).data).data).toHaveLength(1252);
});

test('everything can be asked for over HTTP, and what is not understood is refused with the reason', async () => {
  async function control(method: string, path: string, data?: unknown): Promise<AxiosResponse<unknown>> {
    return axios.request<unknown>({
      method,
      url: `${ctci.url}/_sim${path}`,
      data,
      validateStatus: () => true,
      headers: { 'content-type': 'application/json' },
    });
  }
  expect((await control('POST', '/goto', { date: '2025-03-01' })).data).toMatchObject({ date: '2025-02-26' });
  expect((await control('POST', '/list', { shrinkTo: 3 })).data).toMatchObject({ rows: 3, serve: 'first 3' });
  expect((await control('GET', '/rows')).data).toHaveLength(3);
  expect((await control('POST', '/hold')).data).toMatchObject({ held: true });
  expect((await control('POST', '/resume')).data).toMatchObject({ held: false });
  expect(
    (await control('POST', '/faults', { fault: 'status', status: 429, retryAfter: 2, requests: 1 })).data,
  ).toMatchObject({ faults: [{ status: 429 }] });
  expect((await control('DELETE', '/faults')).data).toMatchObject({ faults: [] });
  const refused = await control('POST', '/faults', { fault: 'status', status: 429, retryafter: 2 });
  expect(refused.status).toBe(400);
  expect(refused.data).toMatchObject({ error: expect.stringMatching(/retryafter/) });
  expect((await control('POST', '/nothing')).status).toBe(404);
  expect((await control('POST', '/goto', 'no json')).status).toBe(400);
});
