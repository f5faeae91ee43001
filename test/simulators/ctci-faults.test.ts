import { afterEach, beforeEach, expect, test } from '@jest/globals';
import axios, { AxiosError, type AxiosRequestConfig, type AxiosResponse } from 'axios';
import { z } from 'zod';
import type { CtciFaultRequest } from '../../simulators/ctci/ctci-fault';
import type { CtciSimulator } from '../../simulators/ctci/ctci-simulator';
import { startCtciSimulator } from '../../simulators/ctci/start-ctci-simulator';

const KEY = 'a-key-for-tests';
const wrapped = z.object({ data: z.array(z.record(z.string(), z.unknown())) });

let ctci: CtciSimulator;

beforeEach(async () => {
  ctci = await startCtciSimulator({ apiToken: KEY, username: 'someone', password: 'secret' });
});
afterEach(() => ctci.close());

/** The answer with its body as text, or the code of what went wrong on the way. */
async function get(config: AxiosRequestConfig = {}): Promise<AxiosResponse<string>> {
  return axios.get<string>(`${ctci.url}/api/v1/cewl`, {
    headers: { 'x-api-key': KEY },
    validateStatus: () => true,
    responseType: 'text',
    transformResponse: (body: unknown) => body,
    maxRedirects: 0,
    ...config,
  });
}

async function failure(config: AxiosRequestConfig = {}): Promise<string> {
  const outcome = await get(config).then(
    (response) => `answered ${String(response.status)}`,
    (error: unknown) => error,
  );
  return outcome instanceof AxiosError ? `${String(outcome.code)} ${outcome.message}` : String(outcome);
}

async function rows(fault: CtciFaultRequest): Promise<Record<string, unknown>[]> {
  ctci.fail({ ...fault, requests: 1 });
  ctci.hold();
  return wrapped.parse(JSON.parse((await get()).data)).data;
}

test.each([401, 403, 404, 429, 500, 503])(
  'a status %s can be asked for, and does not move the list on',
  async (status) => {
    ctci.fail({ fault: 'status', status, requests: 1 });
    const response = await get();
    expect(response.status).toBe(status);
    expect(response.headers['retry-after']).toBeUndefined();
    expect(ctci.state()).toMatchObject({ step: 0, faults: [] });
    expect((await get()).status).toBe(200);
  },
);

test('a 429 says when to come again in seconds, or as a date', async () => {
  ctci.fail({ fault: 'status', status: 429, retryAfter: 7, requests: 1 });
  ctci.fail({ fault: 'status', status: 429, retryAfter: { dateIn: 60 }, requests: 1 });
  expect((await get()).headers['retry-after']).toBe('7');
  const date = Date.parse(String((await get()).headers['retry-after']));
  expect(Math.abs(date - Date.now() - 60_000)).toBeLessThan(5000);
});

test('faults are used up in the order in which they were asked for, and one without a count stays', async () => {
  ctci.fail({ fault: 'status', status: 500, requests: 2 });
  ctci.fail({ fault: 'status', status: 503 });
  const seen: number[] = [];
  for (let request = 0; request < 5; request += 1) seen.push((await get()).status);
  expect(seen).toEqual([500, 500, 503, 503, 503]);
  ctci.clearFaults();
  expect((await get()).status).toBe(200);
});

test('a fault can be for the login alone', async () => {
  ctci.fail({ fault: 'status', status: 503, on: 'login', requests: 1 });
  expect((await get()).status).toBe(200);
  const login = (): Promise<AxiosResponse> =>
    axios.post(`${ctci.url}/api/v1/login`, { username: 'someone', password: 'secret' }, { validateStatus: () => true });
  expect((await login()).status).toBe(503);
  expect((await login()).status).toBe(200);
});

test('a page, an error in the body and a text come with 200', async () => {
  ctci.fail({ fault: 'html', requests: 1 });
  ctci.fail({ fault: 'error-in-body', requests: 1 });
  ctci.fail({ fault: 'not-json', requests: 1 });
  const [page, error, text] = [await get(), await get(), await get()];
  expect([page.status, error.status, text.status]).toEqual([200, 200, 200]);
  expect(page.data).toMatch(/^<!DOCTYPE html>/);
  expect(JSON.parse(error.data)).toMatchObject({ status: 401, detail: expect.any(String) });
  expect(() => {
    JSON.parse(text.data);
  }).toThrow();
});

test('truncated JSON is a complete answer that is half a list', async () => {
  ctci.fail({ fault: 'truncated-json', requests: 1 });
  const { status, data, headers } = await get();
  expect(status).toBe(200);
  expect(Number(headers['content-length'])).toBe(Buffer.byteLength(data));
  expect(() => {
    JSON.parse(data);
  }).toThrow();
  expect(ctci.state().step).toBe(0);
});

test('a cut ends the connection within the body, by a close or by a reset', async () => {
  ctci.fail({ fault: 'cut', requests: 1 });
  expect(await failure()).toMatch(/aborted|ECONNRESET|socket hang up/);
  ctci.fail({ fault: 'cut', reset: true, requests: 1 });
  expect(await failure()).toMatch(/aborted|ECONNRESET/);
  expect(ctci.state()).toMatchObject({ step: 0, counters: { downloads: 0 } });
});

test('a stall gives headers and then nothing, no-answer not even these', async () => {
  ctci.fail({ fault: 'stall', requests: 1 });
  ctci.fail({ fault: 'no-answer', requests: 1 });
  const stalled = await axios.get(`${ctci.url}/api/v1/cewl`, { responseType: 'stream', headers: { 'x-api-key': KEY } });
  expect(stalled.status).toBe(200);
  expect(await failure({ timeout: 200 })).toMatch(/timeout/);
});

test('a slow list takes its time and is whole in the end', async () => {
  ctci.serve({ shrinkTo: 10 });
  ctci.fail({ fault: 'slow', bytesPerSecond: 40_000, requests: 1 });
  const started = Date.now();
  const { data } = await get({ headers: { 'x-api-key': KEY, 'accept-encoding': 'identity' } });
  expect(wrapped.parse(JSON.parse(data)).data).toHaveLength(10);
  expect(Date.now() - started).toBeGreaterThan(100);
  expect(ctci.state().counters.downloads).toBe(1);
});

test('a redirect names another host', async () => {
  ctci.fail({ fault: 'redirect', to: 'http://127.0.0.1:9/x', requests: 1 });
  const { status, headers } = await get();
  expect([status, headers['location']]).toEqual([302, 'http://127.0.0.1:9/x']);
});

test('gzip garbage cannot be unpacked', async () => {
  ctci.fail({ fault: 'gzip-garbage', requests: 1 });
  expect(await failure()).toMatch(/header check|Z_DATA/);
});

test('endless, too large and bomb bodies pass any limit of the client', async () => {
  ctci.fail({ fault: 'endless', requests: 1 });
  ctci.fail({ fault: 'too-large', bytes: 3_000_000, requests: 1 });
  ctci.fail({ fault: 'gzip-bomb', bytes: 3_000_000, requests: 1 });
  for (let request = 0; request < 3; request += 1)
    expect(await failure({ maxContentLength: 2_000_000 })).toMatch(/maxContentLength/);
});

test('a body that is too large is a list of exactly the size that was asked for', async () => {
  ctci.fail({ fault: 'too-large', bytes: 300_000, requests: 1 });
  ctci.fail({ fault: 'gzip-bomb', bytes: 300_000, requests: 1 });
  const [plain, packed] = [await get(), await get()];
  expect(plain.data).toHaveLength(300_000);
  expect(packed.data).toBe(plain.data);
  expect(wrapped.parse(JSON.parse(plain.data)).data).toHaveLength(1);
});

test('NaN stands bare in the JSON', async () => {
  ctci.fail({ fault: 'nan', requests: 1 });
  const { data } = await get();
  expect(data).toContain('"honeypot":NaN');
  expect(() => {
    JSON.parse(data);
  }).toThrow();
  expect(wrapped.parse(JSON.parse(data.replaceAll(':NaN', ':null'))).data).toEqual(ctci.lastServed());
});

test('integers come as floats and booleans as 1.0 and 0.0', async () => {
  ctci.fail({ fault: 'floats', requests: 1 });
  const { data } = await get();
  expect(data).toContain('"year":2010.0');
  expect(data).toContain('"enabled":1.0');
  expect(data).toContain('"processed":0.0');
});

test.each([
  ['day', '2021-11-03'],
  ['iso', '2021-11-03T00:00:00.000Z'],
  ['rfc1123', 'Wed, 03 Nov 2021 00:00:00 GMT'],
  ['seconds', 1635897600],
  ['digits', '1635897600000'],
] as const)('dates can come in the form %s', async (form, written) => {
  const [first] = await rows({ fault: 'dates', form });
  expect(first).toMatchObject({ cve: 'CVE-2010-5326', date_added: written, cve_date: null });
});

test('rows can come twice, without an id, with unknown columns, without known ones, and in another order', async () => {
  expect(await rows({ fault: 'duplicate-rows', count: 2 })).toHaveLength(1254);
  expect((await rows({ fault: 'duplicate-rows', count: 2 })).at(-2)).toMatchObject({ cve: 'cve-2010-5326' });
  const withoutId = (await rows({ fault: 'rows-without-id' })).slice(-3).map((row) => row['cve']);
  expect(withoutId).toEqual([undefined, null, '  ']);
  expect((await rows({ fault: 'unknown-columns' }))[0]).toMatchObject({ research: null, 'Admiralty Score': 'B2' });
  expect((await rows({ fault: 'absent-columns', columns: ['cwe'] }))[0]).not.toHaveProperty('cwe');
  expect((await rows({ fault: 'year-underscore' }))[0]).toMatchObject({ year_: 2010 });
  expect((await rows({ fault: 'shuffled' })).at(-1)).toMatchObject({ cve: 'CVE-2010-5326' });
});

test('several twists act together on one list', async () => {
  ctci.fail({ fault: 'unknown-columns', requests: 1 });
  ctci.fail({ fault: 'dates', form: 'day', requests: 1 });
  const list = wrapped.parse(JSON.parse((await get()).data)).data;
  expect(list[0]).toMatchObject({ date_added: '2021-11-03', research: null });
  expect(ctci.state().faults).toEqual([]);
});

test.each([
  ['bare', (body: unknown) => Array.isArray(body)],
  ['only-data', (body: unknown) => z.strictObject({ data: z.array(z.unknown()) }).safeParse(body).success],
  ['columns', (body: unknown) => z.object({ data: z.object({ cve: z.array(z.string()) }) }).safeParse(body).success],
  ['no-data', (body: unknown) => !JSON.stringify(body).includes('data')],
  ['other-name', (body: unknown) => z.strictObject({ items: z.array(z.unknown()) }).safeParse(body).success],
  ['single-object', (body: unknown) => z.object({ cve: z.string() }).safeParse(body).success],
  ['null', (body: unknown) => body === null],
  [
    'page',
    (body: unknown) =>
      z
        .object({
          metadata: z.object({ count: z.literal(1252) }),
          next: z.string(),
          data: z.array(z.unknown()).length(626),
        })
        .safeParse(body).success,
  ],
  [
    'refused',
    (body: unknown) =>
      z.object({ success: z.literal(false), data: z.array(z.unknown()).length(0) }).safeParse(body).success,
  ],
] as const)('the envelope can be %s', async (form, fits) => {
  ctci.fail({ fault: 'envelope', form, requests: 1 });
  expect(fits(JSON.parse((await get()).data))).toBe(true);
});

test('the content type can be a wrong one', async () => {
  ctci.fail({ fault: 'content-type', value: 'text/csv', requests: 1 });
  const { headers, data } = await get();
  expect(headers['content-type']).toBe('text/csv');
  expect(wrapped.parse(JSON.parse(data)).data).toHaveLength(1252);
});
