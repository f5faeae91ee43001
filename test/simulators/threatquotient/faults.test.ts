import { afterEach, beforeEach, expect, test } from '@jest/globals';
import axios, { AxiosError } from 'axios';
import { startThreatquotientSimulator } from '../../../simulators/threatquotient/start-threatquotient-simulator';
import type { ThreatquotientSimulator } from '../../../simulators/threatquotient/threatquotient-simulator';
import { ask, logIn, PASSWORD, query, rowsOf, tokenOf, totalOf, USERNAME } from './threatquotient-client';

let simulator: ThreatquotientSimulator;
let token = '';

beforeEach(async () => {
  simulator = await startThreatquotientSimulator({
    username: USERNAME,
    password: PASSWORD,
    backlog: { count: 10, overSeconds: 100 },
  });
  token = await tokenOf(simulator);
});
afterEach(() => simulator.close());

const page = (offset: number, limit = 4) => ({ query: `limit=${limit}&offset=${offset}&sort=updated_at,id` });
const ids = async (offset: number): Promise<number[]> =>
  rowsOf(await query(simulator, token, page(offset))).map(({ id }) => id);

test('a status is for the query unless it says otherwise, and counts down', async () => {
  simulator.fail({ fault: 'status', status: 429, retryAfter: 7, requests: 1 });
  const first = await query(simulator, token);
  expect([first.status, first.headers['retry-after']]).toEqual([429, '7']);
  expect((await query(simulator, token)).status).toBe(200);
  simulator.fail({ fault: 'status', status: 503, on: 'token', requests: 1 });
  expect((await query(simulator, token)).status).toBe(200);
  expect((await logIn(simulator)).status).toBe(503);
  simulator.fail({ fault: 'status', status: 500, on: 'config', requests: 1 });
  expect((await ask(simulator, '/assets/js/config.js')).status).toBe(500);
});

test('a fault of later pages leaves the first one alone', async () => {
  simulator.fail({ fault: 'status', status: 401, laterPages: true });
  expect((await query(simulator, token, page(0))).status).toBe(200);
  expect((await query(simulator, token, page(4))).status).toBe(401);
  expect((await query(simulator, token, { query: 'cursorMark=*&sort=id' })).status).toBe(200);
});

test.each([
  ['html', /^<!DOCTYPE html>/],
  ['error-in-body', /^\{"errors":/],
  ['not-json', /^total: 2/],
  ['truncated-json', /parked do$/],
] as const)('an answer can be spoilt with 200: %s', async (fault, text) => {
  simulator.fail({ fault, requests: 1 });
  const answer = await query(simulator, token);
  expect([answer.status, answer.data]).toEqual([200, expect.stringMatching(text)]);
});

test.each([
  ['bare', '{}'],
  ['no-data', '{"total":2,"limit":500,"offset":0}'],
  ['null-data', '{"total":2,"limit":500,"offset":0,"data":null}'],
  ['text-data', '{"total":2,"limit":500,"offset":0,"data":"none"}'],
  ['array', '[]'],
  ['null', 'null'],
] as const)('an answer can have the form %s', async (form, text) => {
  simulator.fail({ fault: 'answer', form, requests: 1 });
  expect((await query(simulator, token)).data).toBe(text);
});

async function failure(): Promise<string> {
  const outcome: unknown = await query(simulator, token).catch((error: unknown) => error);
  return outcome instanceof AxiosError ? `${String(outcome.code)} ${outcome.message}` : 'answered';
}

test('a body can be cut by a close or a reset, and gzip can be noise', async () => {
  simulator.fail({ fault: 'cut', requests: 1 });
  simulator.fail({ fault: 'cut', reset: true, requests: 1 });
  simulator.fail({ fault: 'gzip-garbage', requests: 1 });
  expect(await failure()).toMatch(/aborted|ECONNRESET|socket hang up/);
  expect(await failure()).toMatch(/aborted|ECONNRESET/);
  expect(await failure()).toMatch(/header check|Z_DATA/);
});

test('a stall begins and does not end, no answer does not begin, an endless one does not end either', async () => {
  const url = `${simulator.url}/api/events/query`;
  const options = {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    timeout: 200,
    maxContentLength: 100_000,
  };
  const failed = (): Promise<string> =>
    axios.post(url, '{}', options).then(
      () => 'answered',
      (error: unknown) => String(error),
    );
  simulator.fail({ fault: 'stall', requests: 1 });
  simulator.fail({ fault: 'no-answer', requests: 1 });
  simulator.fail({ fault: 'endless', requests: 1 });
  expect(await failed()).toMatch(/timeout|aborted/);
  expect(await failed()).toMatch(/timeout/);
  expect(await failed()).toMatch(/maxContentLength/);
});

test('a redirect names another place', async () => {
  simulator.fail({ fault: 'redirect', to: 'https://127.0.0.1:9/x', requests: 1 });
  const moved = await query(simulator, token);
  expect([moved.status, moved.headers['location']]).toEqual([301, 'https://127.0.0.1:9/x']);
});

test('a server can ignore what was asked for', async () => {
  const window = { ...page(4), body: { filters: { updated_at: { '+gt': 'NOW' } }, fields: ['id'] } };
  for (const fault of ['ignore-window', 'ignore-limit', 'ignore-offset', 'ignore-fields'] as const)
    simulator.fail({ fault, requests: 1 });
  const rows = rowsOf(await query(simulator, token, window));
  expect(rows).toHaveLength(10);
  expect(rows[0]).toHaveProperty('title');
  expect(totalOf(await query(simulator, token, window))).toBe(0);
  simulator.fail({ fault: 'ignore-sort', requests: 1 });
  const titles = rowsOf(await query(simulator, token)).map(({ title }) => title);
  expect(titles).toEqual([...titles].sort().reverse());
});

test('a page can be repeated, short, empty below its total, or with another total', async () => {
  simulator.fail({ fault: 'ignore-offset', laterPages: true, requests: 1 });
  const first = await ids(0);
  expect(await ids(4)).toEqual(first);
  simulator.fail({ fault: 'short-page', rows: 2, requests: 1 });
  expect(await ids(0)).toEqual(first.slice(0, 2));
  simulator.fail({ fault: 'empty-page', requests: 1 });
  const empty = await query(simulator, token);
  expect([rowsOf(empty), totalOf(empty)]).toEqual([[], 11]);
  simulator.fail({ fault: 'wrong-total', total: 3, requests: 1 });
  expect(totalOf(await query(simulator, token))).toBe(3);
});

test('between two pages rows are updated, vanish, or come with an older time', async () => {
  simulator.fail({ fault: 'then-update', count: 2, requests: 1 });
  const first = await ids(0);
  expect((await ids(0)).slice(0, 2)).toEqual(first.slice(2));
  expect(simulator.versions()).toHaveLength(12);
  simulator.fail({ fault: 'then-vanish', count: 1, requests: 1 });
  await ids(0);
  expect(simulator.state().events).toBe(9);
  simulator.fail({ fault: 'then-create', count: 3, secondsAgo: 1000, requests: 1 });
  await ids(0);
  expect((await ids(0)).slice(0, 3)).toEqual([17_663, 17_664, 17_665]);
});

test('a page can be slow and of another content type, and packed where the profile says so', async () => {
  simulator.fail({ fault: 'slow', ms: 300, requests: 1 });
  simulator.fail({ fault: 'content-type', value: 'text/html', requests: 1 });
  const started = Date.now();
  const answer = await query(simulator, token);
  expect(Date.now() - started).toBeGreaterThanOrEqual(290);
  expect(answer.headers['content-type']).toBe('text/html');
  simulator.setProfile({ settings: { gzip: true } });
  expect(rowsOf(await query(simulator, token, { headers: { 'accept-encoding': 'gzip' } }))).toHaveLength(10);
});
