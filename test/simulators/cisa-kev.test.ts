import { afterEach, beforeEach, expect, test } from '@jest/globals';
import axios, { type AxiosResponse } from 'axios';
import { z } from 'zod';
import type { KevSimulator } from '../../simulators/cisa-kev/kev-simulator';
import { CATALOGUE_PATH } from '../../simulators/cisa-kev/serve-catalogue';
import { startKevSimulator } from '../../simulators/cisa-kev/start-kev-simulator';

/**
 * The catalogue's own schema, in short:
 * https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities_schema.json
 */
const catalogue = z.strictObject({
  title: z.string(),
  catalogVersion: z.string().regex(/^\d{4}\.\d\d\.\d\d$/),
  dateReleased: z.iso.datetime({ precision: 4 }),
  count: z.int(),
  vulnerabilities: z.array(
    z.strictObject({
      cveID: z.string().regex(/^CVE-\d{4}-\d{4,}$/),
      vendorProject: z.string().min(1),
      product: z.string().min(1),
      vulnerabilityName: z.string().min(1),
      dateAdded: z.iso.date(),
      shortDescription: z.string().min(1),
      requiredAction: z.string().min(1),
      dueDate: z.iso.date(),
      knownRansomwareCampaignUse: z.enum(['Known', 'Unknown']),
      notes: z.string(),
      cwes: z.array(z.string().regex(/^CWE-\d+$/)),
    }),
  ),
});

let kev: KevSimulator;

beforeEach(async () => {
  kev = await startKevSimulator({ hold: true });
});
afterEach(() => kev.close());

function get(headers: Record<string, string> = {}, path = CATALOGUE_PATH): Promise<AxiosResponse<unknown>> {
  return axios.get<unknown>(kev.url + path, { headers, validateStatus: () => true, maxRedirects: 0 });
}

test('every day of the history has the shape of the published catalogue, counted', async () => {
  for (const step of [0, 1, kev.state().steps - 1]) {
    kev.goToStep(step);
    const { count, vulnerabilities } = catalogue.parse((await get()).data);
    expect(vulnerabilities).toHaveLength(count);
    expect(new Set(vulnerabilities.map(({ cveID }) => cveID)).size).toBe(count);
  }
});

test('who names the validators gets 304 without a body, and the new catalogue when it has moved on', async () => {
  const first = await get();
  const { etag, 'last-modified': modified } = z
    .object({ etag: z.string(), 'last-modified': z.string() })
    .parse(first.headers);
  for (const headers of [
    { 'if-none-match': etag },
    { 'if-none-match': `W/"other", W/${etag}` },
    { 'if-modified-since': modified },
  ]) {
    const again = await get(headers);
    expect([again.status, again.data]).toEqual([304, '']);
  }
  kev.goToStep(5);
  expect((await get({ 'if-none-match': etag, 'if-modified-since': new Date().toUTCString() })).status).toBe(200);
  expect(kev.state()).toMatchObject({ requests: 5, notModified: 3, downloads: 2 });
});

test('each whole download moves the catalogue on by a step, unless it is held', async () => {
  await get();
  expect(kev.state().step).toBe(0);
  kev.resume();
  await get();
  expect(kev.state().step).toBe(1);
});

test.each([
  [
    { fault: 'wrong-count' } as const,
    (answer: AxiosResponse<unknown>) => expect(catalogue.parse(answer.data).count).toBe(kev.state().count + 1),
  ],
  [{ fault: 'no-count' } as const, (answer: AxiosResponse<unknown>) => expect(answer.data).not.toHaveProperty('count')],
  [
    { fault: 'short', vulnerabilities: 3 } as const,
    (answer: AxiosResponse<unknown>) => expect(catalogue.parse(answer.data)).toMatchObject({ count: 3 }),
  ],
  [
    { fault: 'html' } as const,
    (answer: AxiosResponse<unknown>) =>
      expect([answer.status, String(answer.data)]).toEqual([403, expect.stringContaining('Access Denied')]),
  ],
  [
    { fault: 'status', status: 503, retryAfter: 7 } as const,
    (answer: AxiosResponse<unknown>) => expect(answer.headers).toMatchObject({ 'retry-after': '7' }),
  ],
  [{ fault: 'unasked-304' } as const, (answer: AxiosResponse<unknown>) => expect(answer.status).toBe(304)],
  [
    { fault: 'no-validators' } as const,
    (answer: AxiosResponse<unknown>) => expect(answer.headers).not.toHaveProperty('etag'),
  ],
  [{ fault: 'truncated-json' } as const, (answer: AxiosResponse<unknown>) => expect(typeof answer.data).toBe('string')],
])('the fault %j is met once, when it is asked for once', async (fault, meet) => {
  kev.fail({ ...fault, requests: 1 });
  meet(await get());
  expect(catalogue.safeParse((await get()).data).success).toBe(true);
});

test('only the catalogue is there', async () => {
  expect((await get({}, '/sites/default/files/feeds/other.json')).status).toBe(404);
  expect((await axios.post(kev.url + CATALOGUE_PATH, {}, { validateStatus: () => true })).status).toBe(405);
});
