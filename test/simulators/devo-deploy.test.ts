import { afterEach, beforeEach, expect, test } from '@jest/globals';
import axios from 'axios';
import FormData from 'form-data';
import type { DevoSimulator } from '../../simulators/devo/devo-simulator';
import { startDevoSimulator } from '../../simulators/devo/start-devo-simulator';
import { deploy, deployed, get, jobIdOf, NAME, pollJob, TOKEN, type DeployRequest } from './devo-client';

let devo: DevoSimulator;

beforeEach(async () => {
  devo = await startDevoSimulator({ domain: 'acme', token: TOKEN });
});
afterEach(() => devo.close());

test('a create is answered 201 with the id of a job, as the documents show it', async () => {
  const response = await deploy(devo.lookupApiUrl);
  expect(response.status).toBe(201);
  expect(response.data).toMatchObject({
    type: 'LookupCreationResponse',
    cid: expect.stringMatching(/^[0-9a-f]{12}$/),
    code: 201,
    context: null,
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    msg: expect.any(String),
    lookupDeployConfig: { id: { creator: 'acme', name: NAME } },
  });
});

test('a job says nothing at first, then start, then a code that no document explains, then ok', async () => {
  devo.fail({ fault: 'slow-job', ms: 2_000 });
  const jobId = jobIdOf(await deploy(devo.lookupApiUrl));
  const seen = await pollJob(devo.lookupApiUrl, jobId);
  expect(seen[0]).toEqual([]);
  expect(seen[1]).toEqual(['create.start']);
  expect(seen).toContainEqual(['create.start', 'pushing.start']);
  expect(seen.at(-1)).toEqual(['create.start', 'pushing.start', 'create.ok']);
});

test('rows come all at once when the job ends, and not before', async () => {
  devo.fail({ fault: 'endless-job', requests: 1 });
  await deploy(devo.lookupApiUrl);
  expect(devo.rows(NAME)).toBeNull();
  expect((await get(`${devo.lookupApiUrl}/lookup/acme/${NAME}`)).data).toMatchObject({
    status: 'Creating',
    rowCount: 0,
  });
  devo.finishJobs();
  expect(devo.rows(NAME)).toEqual([
    { cve: 'CVE-1', vendor: 'one' },
    { cve: 'CVE-2', vendor: 'two' },
  ]);
  devo.fail({ fault: 'endless-job', requests: 1 });
  await deploy(devo.lookupApiUrl, { method: 'PUT', csv: 'cve,vendor\nCVE-3,three\n' });
  expect((await get(`${devo.lookupApiUrl}/lookup/acme/${NAME}`)).data).toMatchObject({
    status: 'Updating',
    rowCount: 2,
  });
  devo.finishJobs();
  expect((await get(`${devo.lookupApiUrl}/lookup/acme/${NAME}?rows=true`)).data).toMatchObject({
    status: 'Available',
    rowCount: 1,
    rows: [{ cve: 'CVE-3', vendor: 'three' }],
  });
});

test('append merges by key as written, a delete takes keys away, and without append it leaves nothing', async () => {
  await deployed(devo.lookupApiUrl);
  await deployed(devo.lookupApiUrl, {
    method: 'PUT',
    config: { append: true },
    csv: 'cve,vendor\nCVE-2,changed\ncve-2,another\n',
  });
  expect(devo.rows(NAME)).toEqual([
    { cve: 'CVE-1', vendor: 'one' },
    { cve: 'CVE-2', vendor: 'changed' },
    { cve: 'cve-2', vendor: 'another' },
  ]);
  await deployed(devo.lookupApiUrl, {
    method: 'PUT',
    config: { append: true, contribution: { type: 'del' } },
    csv: 'cve,vendor\nCVE-1,\ncve-2,\n',
  });
  expect(devo.rows(NAME)).toEqual([{ cve: 'CVE-2', vendor: 'changed' }]);
  await deployed(devo.lookupApiUrl, {
    method: 'PUT',
    config: { contribution: { type: 'del' } },
    csv: 'cve,vendor\nCVE-1,\n',
  });
  expect(devo.rows(NAME)).toEqual([]);
  expect(devo.minimumRows(NAME)).toBe(0);
});

test('cells arrive as they were written, quotes, newlines and all', async () => {
  await deployed(devo.lookupApiUrl, { csv: 'cve,vendor\r\nCVE-1,"a ""b"", c\nd テスト"\r\n' });
  expect(devo.rows(NAME)).toEqual([{ cve: 'CVE-1', vendor: 'a "b", c\nd テスト' }]);
});

const refusedDeploys: [string, DeployRequest, number, RegExp][] = [
  ['no token', { authorization: '' }, 401, /token/],
  ['a wrong token', { authorization: 'Bearer wrong' }, 401, /token/],
  ['the token in another scheme', { authorization: TOKEN }, 401, /token/],
  ['another domain', { domain: 'other' }, 403, /domain/],
  ['a name that is too short', { name: 'CTCI' }, 400, /six or more/],
  ['a name with a hyphen', { name: 'CTCI-CVE-LIST' }, 400, /six or more/],
  ['an update of a lookup that is not there', { method: 'PUT' }, 404, /no lookup/],
  ['no columns', { config: { columns: [] } }, 400, /columns/],
  [
    'a type that no document shows',
    {
      config: {
        columns: [
          { name: 'cve', type: 'STRING' },
          { name: 'vendor', type: 'FLOAT' },
        ],
      },
    },
    400,
    /type/,
  ],
  [
    'two columns of one name',
    {
      config: {
        columns: [
          { name: 'cve', type: 'STRING' },
          { name: 'cve', type: 'STRING' },
        ],
      },
      csv: 'cve,cve\na,b\n',
    },
    400,
    /one name/,
  ],
  ['a key that is no column', { config: { key: { type: 'column', column: 'id' } } }, 400, /key column/],
  ['no header', { config: { hasHeader: false } }, 400, /hasHeader/],
  ['a member that is not known', { config: { apend: true } }, 400, /apend/],
  ['an unknown contribution', { config: { contribution: { type: 'remove' } } }, 400, /contribution/],
  ['a header in another order', { csv: 'vendor,cve\none,CVE-1\n' }, 400, /header/],
  ['a byte order mark before the header', { csv: '\uFEFFcve,vendor\nCVE-1,one\n' }, 400, /header/],
  ['an empty file', { csv: ' ' }, 400, /header/],
  ['a row with too few cells', { csv: 'cve,vendor\nCVE-1\n' }, 400, /csv/],
  ['a row with too many cells', { csv: 'cve,vendor\nCVE-1,one,more\n' }, 400, /csv/],
  ['an unescaped quote', { csv: 'cve,vendor\nCVE-1,"a "b" c"\n' }, 400, /csv/],
  ['a row without a key', { csv: 'cve,vendor\n,one\n' }, 400, /no key/],
  ['a key that comes twice', { csv: 'cve,vendor\nCVE-1,one\nCVE-1,two\n' }, 400, /was there before/],
  ['bytes that are no UTF-8', { csv: Buffer.from([...Buffer.from('cve,vendor\nCVE-1,'), 0xff, 0x0a]) }, 400, /UTF-8/],
  [
    'a word in a column of numbers',
    {
      config: {
        columns: [
          { name: 'cve', type: 'STRING' },
          { name: 'vendor', type: 'INT8' },
        ],
      },
    },
    400,
    /INT8/,
  ],
];

test.each(refusedDeploys)('a deploy with %s is refused', async (_name, request, status, words) => {
  const response = await deploy(devo.lookupApiUrl, request);
  expect(response.data).toEqual({
    error: { code: expect.any(String), message: expect.stringMatching(words) },
    cid: expect.stringMatching(/^[0-9a-f]{12}$/),
  });
  expect(response.status).toBe(status);
  expect(devo.deploys()).toEqual([]);
});

function formOf(parts: readonly (readonly [string, string, { contentType: string; filename?: string }])[]): FormData {
  const form = new FormData();
  for (const [name, value, options] of parts) form.append(name, value, options);
  return form;
}

const CONFIG_TEXT =
  '{"columns":[{"name":"cve","type":"STRING"}],"hasHeader":true,"key":{"type":"column","column":"cve"}}';
const goodConfig = ['deploy-config', CONFIG_TEXT, { contentType: 'application/json' }] as const;
const goodCsv = ['csv', 'cve\nCVE-1\n', { contentType: 'text/csv', filename: 'list.csv' }] as const;

test.each([
  ['without a config', [goodCsv]],
  ['without a CSV', [goodConfig]],
  ['with two CSVs', [goodConfig, goodCsv, goodCsv]],
  ['with a third part', [goodConfig, goodCsv, ['more', 'x', { contentType: 'text/plain' }] as const]],
  [
    'whose config is a file',
    [['deploy-config', CONFIG_TEXT, { contentType: 'application/json', filename: 'x.json' }] as const, goodCsv],
  ],
  ['whose config is text', [['deploy-config', CONFIG_TEXT, { contentType: 'text/plain' }] as const, goodCsv]],
  ['whose config is not JSON', [['deploy-config', '{', { contentType: 'application/json' }] as const, goodCsv]],
  ['whose CSV has no file name', [goodConfig, ['csv', 'cve\nCVE-1\n', { contentType: 'text/csv' }] as const]],
  [
    'whose CSV is JSON',
    [goodConfig, ['csv', 'cve\nCVE-1\n', { contentType: 'application/json', filename: 'list.csv' }] as const],
  ],
])('a form %s is refused', async (_name, parts) => {
  expect((await deploy(devo.lookupApiUrl, { form: formOf([goodConfig, goodCsv]) })).status).toBe(201);
  devo.finishJobs();
  const response = await deploy(devo.lookupApiUrl, { method: 'PUT', form: formOf(parts) });
  expect(response.status).toBe(400);
  expect(devo.deploys()).toHaveLength(1);
});

test('a deploy that is no form, or half of one, is refused and starts nothing', async () => {
  const url = `${devo.lookupApiUrl}/lookup/acme/${NAME}/deploy-csv`;
  const authorization = `Bearer ${TOKEN}`;
  const json = await axios.post<unknown>(url, {}, { headers: { authorization }, validateStatus: () => true });
  expect(json.status).toBe(400);
  const whole = formOf([goodConfig, goodCsv]);
  const half = await axios.post<unknown>(url, whole.getBuffer().subarray(0, -60), {
    headers: { authorization, ...whole.getHeaders() },
    validateStatus: () => true,
  });
  expect(half.status).toBe(400);
  expect(devo.deploys()).toEqual([]);
});

test('a create of a lookup that is there is refused with 409', async () => {
  await deployed(devo.lookupApiUrl);
  const response = await deploy(devo.lookupApiUrl);
  expect(response.status).toBe(409);
  expect(response.data).toMatchObject({ error: { message: expect.stringMatching(/already exists/) } });
  expect(devo.overlaps()).toEqual([]);
});

test('an append with other columns than the lookup has is refused, a replacement with them is not', async () => {
  await deployed(devo.lookupApiUrl);
  const other = {
    columns: [
      { name: 'cve', type: 'STRING' },
      { name: 'product', type: 'STRING' },
    ],
  };
  const csv = 'cve,product\nCVE-3,three\n';
  expect((await deploy(devo.lookupApiUrl, { method: 'PUT', config: { ...other, append: true }, csv })).status).toBe(
    400,
  );
  await deployed(devo.lookupApiUrl, { method: 'PUT', config: other, csv });
  expect(devo.rows(NAME)).toEqual([{ cve: 'CVE-3', product: 'three' }]);
});

test('a deploy while another job of the lookup runs is refused with 409 and counted', async () => {
  devo.fail({ fault: 'endless-job', requests: 1 });
  const first = jobIdOf(await deploy(devo.lookupApiUrl));
  const second = await deploy(devo.lookupApiUrl, { method: 'PUT' });
  expect(second.status).toBe(409);
  expect(second.data).toMatchObject({ error: { message: expect.stringContaining(first) } });
  expect(devo.overlaps()).toMatchObject([{ lookup: NAME, runningJob: first, runningIsForeign: false }]);
  expect((await deploy(devo.lookupApiUrl, { name: 'Another_lookup' })).status).toBe(201);
});

test('a delete is a job of its own, after which the lookup is not there', async () => {
  await deployed(devo.lookupApiUrl);
  const url = `${devo.lookupApiUrl}/lookup/acme/${NAME}`;
  const response = await axios.delete<unknown>(url, { headers: { authorization: `Bearer ${TOKEN}` } });
  expect(response.data).toMatchObject({ type: 'LookupDeletionResponse', id: expect.any(String) });
  expect((await pollJob(devo.lookupApiUrl, jobIdOf(response))).at(-1)).toEqual([
    'delete.start',
    'pushing.start',
    'delete.ok',
  ]);
  expect((await get(url)).status).toBe(404);
  await deployed(devo.lookupApiUrl);
  expect((await get(url)).status).toBe(200);
});

test('a delete whose job fails leaves the lookup as it was', async () => {
  await deployed(devo.lookupApiUrl);
  devo.fail({ fault: 'fail-job', requests: 1 });
  const url = `${devo.lookupApiUrl}/lookup/acme/${NAME}`;
  const response = await axios.delete<unknown>(url, { headers: { authorization: `Bearer ${TOKEN}` } });
  expect((await pollJob(devo.lookupApiUrl, jobIdOf(response))).at(-1)).toContain('delete.err');
  expect(devo.rows(NAME)).toHaveLength(2);
});

test('the log of deploys says what each one was and what came of it', async () => {
  await deployed(devo.lookupApiUrl);
  devo.fail({ fault: 'fail-job', msg: 'no space left', requests: 1 });
  await deployed(devo.lookupApiUrl, { method: 'PUT', csv: 'cve,vendor\nCVE-9,nine\n' });
  expect(devo.deploys()).toMatchObject([
    {
      method: 'POST',
      kind: 'everything',
      rows: 2,
      bytes: 34,
      outcome: 'ok',
      rowsAfter: 2,
      foreign: false,
      endedAt: expect.any(String),
    },
    { method: 'PUT', kind: 'everything', rows: 1, outcome: 'err', rowsAfter: null },
  ]);
  expect(devo.rows(NAME)).toHaveLength(2);
  expect(devo.lookup(NAME)?.jobs.at(-1)?.statuses.at(-1)).toBe('update.err: no space left');
  expect(devo.minimumRows(NAME)).toBe(2);
});
