import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios, { type AxiosResponse } from 'axios';
import { z } from 'zod';
import type { DevoSimulator } from '../../simulators/devo/devo-simulator';
import { startDevoSimulator } from '../../simulators/devo/start-devo-simulator';
import { deploy, deployed, get, jobIdOf, NAME, pollJob, TOKEN } from './devo-client';

let devo: DevoSimulator;

beforeEach(async () => {
  devo = await startDevoSimulator({ domain: 'acme', token: TOKEN });
});
afterEach(() => devo.close());

/** Jobs that are over when the test says so, not before. */
async function holdJobs(): Promise<void> {
  await devo.close();
  devo = await startDevoSimulator({ domain: 'acme', token: TOKEN, jobDelayMs: 600_000 });
}

const lookupUrl = (): string => `${devo.lookupApiUrl}/lookup/acme/${NAME}`;
const jobIds = async (): Promise<string[]> =>
  z.object({ jobs: z.array(z.string()) }).parse((await get(`${lookupUrl()}/job`)).data).jobs;

test('of many jobs the last ten are listed, oldest first', async () => {
  const ids = [await deployed(devo.lookupApiUrl)];
  for (let round = 0; round < 11; round += 1) ids.push(await deployed(devo.lookupApiUrl, { method: 'PUT' }));
  expect(await jobIds()).toEqual(ids.slice(-10));
});

test('a lookup that never was has no jobs, and a job of another lookup is not found', async () => {
  expect((await get(`${lookupUrl()}/job`)).status).toBe(404);
  const other = await deployed(devo.lookupApiUrl, { name: 'Another_lookup' });
  await deployed(devo.lookupApiUrl);
  expect((await get(`${lookupUrl()}/job/${other}`)).status).toBe(404);
});

test('lookups are listed in pages, oldest first', async () => {
  for (const name of ['First_lookup', 'Second_lookup', 'Third_lookup']) await deployed(devo.lookupApiUrl, { name });
  const list = `${devo.lookupApiUrl}/lookup/acme`;
  expect((await get(`${list}?max_length=2`)).data).toEqual({
    lookups: [{ name: 'First_lookup' }, { name: 'Second_lookup' }],
    nextPageToken: 2,
  });
  expect((await get(`${list}?max_length=2&pageToken=2`)).data).toEqual({ lookups: [{ name: 'Third_lookup' }] });
  expect((await get(`${list}?max_length=1001`)).status).toBe(400);
});

test('a job can fail, and leaves the rows as they were', async () => {
  devo.fail({ fault: 'fail-job', msg: 'broken pipe', requests: 1 });
  const jobId = jobIdOf(await deploy(devo.lookupApiUrl));
  expect((await pollJob(devo.lookupApiUrl, jobId)).at(-1)).toContain('create.err');
  expect((await get(lookupUrl())).status).toBe(404);
  await deployed(devo.lookupApiUrl);
  devo.fail({ fault: 'fail-job', requests: 1 });
  await deployed(devo.lookupApiUrl, { method: 'PUT', csv: 'cve,vendor\nCVE-9,nine\n' });
  expect(devo.rows(NAME)).toHaveLength(2);
});

test('an answer can be lost although the deploy was accepted', async () => {
  devo.fail({ fault: 'lose-answer', requests: 1 });
  await expect(deploy(devo.lookupApiUrl)).rejects.toThrow(/socket hang up|ECONNRESET/);
  const [jobId] = await jobIds();
  await pollJob(devo.lookupApiUrl, jobId!);
  expect(devo.rows(NAME)).toHaveLength(2);
});

test('an answer can lack the id of the job', async () => {
  devo.fail({ fault: 'no-job-id', requests: 1 });
  const { status, data } = await deploy(devo.lookupApiUrl);
  expect(status).toBe(201);
  expect(data).not.toHaveProperty('id');
  expect(await jobIds()).toHaveLength(1);
});

test('a delayed deploy is accepted even when the client has gone', async () => {
  devo.fail({ fault: 'delay', ms: 150, requests: 1 });
  const abandoned = deploy(devo.lookupApiUrl);
  await expect(Promise.race([abandoned, new Promise((resolve) => setTimeout(resolve, 50, 'gone'))])).resolves.toBe(
    'gone',
  );
  expect(devo.deploys()).toEqual([]);
  const jobId = jobIdOf(await abandoned);
  await pollJob(devo.lookupApiUrl, jobId);
  expect(devo.rows(NAME)).toHaveLength(2);
});

test('a job can say nothing for many polls', async () => {
  devo.fail({ fault: 'empty-polls', count: 4, requests: 1 });
  const seen = await pollJob(devo.lookupApiUrl, jobIdOf(await deploy(devo.lookupApiUrl)));
  expect(seen.slice(0, 4)).toEqual([[], [], [], []]);
  expect(seen[4]).toContain('create.start');
});

test.each([
  ['any', [503, 503, 503]],
  ['lookup', [503, 200, 201]],
  ['jobs', [200, 503, 201]],
  ['deploy', [200, 200, 503]],
] as const)('a status can be for the requests of kind %s', async (on, expected) => {
  await deployed(devo.lookupApiUrl);
  devo.fail({ fault: 'status', status: 503, on });
  const seen = [
    (await get(lookupUrl())).status,
    (await get(`${lookupUrl()}/job`)).status,
    (await deploy(devo.lookupApiUrl, { method: 'PUT' })).status,
  ];
  expect(seen).toEqual(expected);
});

test('pages and texts can come where JSON belongs, and connections can be cut or left waiting', async () => {
  devo.fail({ fault: 'html', requests: 1 });
  expect((await get(lookupUrl())).data).toMatch(/^<!DOCTYPE html>/);
  devo.fail({ fault: 'not-json', requests: 1 });
  expect((await get(lookupUrl())).data).toBe('accepted');
  devo.fail({ fault: 'cut', requests: 1 });
  await expect(get(lookupUrl())).rejects.toThrow(/socket hang up|ECONNRESET/);
  devo.fail({ fault: 'no-answer', requests: 1 });
  await expect(axios.get(lookupUrl(), { timeout: 100 })).rejects.toThrow(/timeout/);
});

test('another user can change a lookup, by a job that is seen, or delete it without one', async () => {
  await holdJobs();
  await deploy(devo.lookupApiUrl);
  devo.finishJobs();
  const jobId = devo.foreignDeploy(NAME, {
    upsert: [
      { cve: 'CVE-2', vendor: 'theirs' },
      { cve: 'CVE-7', vendor: 'seven' },
    ],
    remove: ['CVE-1'],
  });
  expect((await jobIds()).at(-1)).toBe(jobId);
  expect((await deploy(devo.lookupApiUrl, { method: 'PUT' })).status).toBe(409);
  expect(devo.overlaps()).toMatchObject([{ runningIsForeign: true }]);
  devo.finishJobs();
  expect(devo.rows(NAME)).toEqual([
    { cve: 'CVE-2', vendor: 'theirs' },
    { cve: 'CVE-7', vendor: 'seven' },
  ]);
  devo.removeLookup(NAME);
  expect((await get(lookupUrl())).status).toBe(404);
  expect(devo.minimumRows(NAME)).toBe(2);
});

test('a foreign change that empties a lookup is not counted against the collector', async () => {
  await deployed(devo.lookupApiUrl);
  devo.foreignDeploy(NAME, { remove: ['CVE-1', 'CVE-2'] });
  devo.finishJobs();
  expect(devo.rows(NAME)).toEqual([]);
  expect(devo.minimumRows(NAME)).toBe(2);
});

test('a restart keeps lookups, and a job that was running goes on', async () => {
  const stateFile = join(mkdtempSync(join(tmpdir(), 'devo-')), 'devo.json');
  const before = await startDevoSimulator({ domain: 'acme', token: TOKEN, stateFile, jobDelayMs: 60 });
  await deployed(before.lookupApiUrl);
  const jobId = jobIdOf(await deploy(before.lookupApiUrl, { method: 'PUT', csv: 'cve,vendor\nCVE-3,three\n' }));
  await before.close();
  const after = await startDevoSimulator({ domain: 'acme', token: TOKEN, stateFile, jobDelayMs: 60 });
  expect(after.rows(NAME)).toHaveLength(2);
  expect(after.lookup(NAME)?.status).toBe('Updating');
  await pollJob(after.lookupApiUrl, jobId);
  expect(after.rows(NAME)).toEqual([{ cve: 'CVE-3', vendor: 'three' }]);
  expect(after.minimumRows(NAME)).toBe(1);
  expect(after.deploys()).toMatchObject([{ outcome: 'ok' }, { outcome: 'ok', rowsAfter: 1 }]);
  await after.close();
  expect(existsSync(stateFile)).toBe(true);
});

test('everything can be asked for over HTTP, and what is not understood is refused with the reason', async () => {
  await holdJobs();
  async function control(method: string, path: string, data?: unknown): Promise<AxiosResponse<unknown>> {
    return axios.request<unknown>({ method, url: `${devo.url}/_sim${path}`, data, validateStatus: () => true });
  }
  expect((await control('POST', '/faults', { fault: 'endless-job', requests: 1 })).data).toMatchObject({
    faults: [{ fault: 'endless-job' }],
  });
  await deploy(devo.lookupApiUrl);
  expect((await control('GET', `/lookups/${NAME}`)).data).toMatchObject({ status: 'Creating' });
  expect((await control('POST', '/jobs/finish')).data).toMatchObject({
    lookups: [{ name: NAME, rows: 2, status: 'Available' }],
  });
  expect((await control('GET', `/lookups/${NAME}/rows`)).data).toHaveLength(2);
  expect((await control('POST', `/lookups/${NAME}/foreign-deploy`, { remove: ['CVE-1'] })).data).toEqual({
    jobId: expect.any(String),
  });
  expect((await control('POST', `/lookups/${NAME}/foreign-deploy`, { remove: ['CVE-2'] })).status).toBe(400);
  await control('POST', '/jobs/finish');
  expect((await control('GET', '/deploys')).data).toHaveLength(2);
  expect((await control('GET', '/overlaps')).data).toEqual([]);
  expect((await control('DELETE', `/lookups/${NAME}`)).status).toBe(200);
  expect((await control('GET', `/lookups/${NAME}/rows`)).status).toBe(404);
  expect((await control('POST', '/faults', { fault: 'fail-jobs' })).status).toBe(400);
  expect((await control('GET', '/nothing')).status).toBe(404);
  expect((await control('GET', '/state')).data).toMatchObject({
    domain: 'acme',
    tokensRefused: 0,
    requests: { 'POST deploy': 1 },
  });
});
