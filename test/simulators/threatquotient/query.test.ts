import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startThreatquotientSimulator } from '../../../simulators/threatquotient/start-threatquotient-simulator';
import type { ThreatquotientSimulator } from '../../../simulators/threatquotient/threatquotient-simulator';
import { ask, PASSWORD, query, rowsOf, tokenOf, totalOf, USERNAME } from './threatquotient-client';

const NOW = Date.UTC(2026, 5, 1, 12, 0, 30);
const AT = NOW / 1000;

let simulator: ThreatquotientSimulator;
let token = '';
let clock = NOW;

beforeEach(async () => {
  clock = NOW;
  simulator = await startThreatquotientSimulator({ username: USERNAME, password: PASSWORD, now: () => clock });
  token = await tokenOf(simulator);
});
afterEach(() => simulator.close());

function within(window: object, member: 'filters' | 'criteria' = 'filters'): { body: unknown } {
  return { body: { [member]: { '+and': [{ updated_at: window }] } } };
}

test('a page holds as many rows as were asked for, from the offset, in the order of updated_at and id', async () => {
  simulator.create({ count: 3, at: AT - 20 });
  const [late] = simulator.create({ count: 1, at: AT - 10 });
  const [early] = simulator.create({ count: 1, at: AT - 30 });
  const all = rowsOf(await query(simulator, token));
  expect(all.map(({ id }) => id)).toEqual([early, 17_653, 17_654, 17_655, late]);
  const second = await query(simulator, token, { query: 'limit=2&offset=2&sort=updated_at,id' });
  expect(rowsOf(second)).toEqual(all.slice(2, 4));
  expect(JSON.parse(second.data)).toMatchObject({ total: 5, limit: 2, offset: 2 });
});

test('a sort by updated_at alone promises no order within a second', async () => {
  simulator.create({ count: 3, at: AT });
  expect(rowsOf(await query(simulator, token, { query: 'sort=updated_at' })).map(({ id }) => id)).toEqual([
    17_655, 17_654, 17_653,
  ]);
});

test('a window leaves its bounds out unless the profile takes them in, and +gte takes its own in', async () => {
  simulator.create({ count: 1, at: AT - 2 });
  simulator.create({ count: 1, at: AT - 1 });
  simulator.create({ count: 1, at: AT });
  const total = async (window: object): Promise<number> => totalOf(await query(simulator, token, within(window)));
  expect(await total({ '+gt': '2026-06-01 12:00:28' })).toBe(2);
  expect(await total({ '+gt': '2026-06-01 12:00:28', '+lt': '2026-06-01 12:00:30' })).toBe(1);
  expect(await total({ '+gte': '2026-06-01 12:00:28', '+lte': 'NOW' })).toBe(3);
  expect(await total({ '+gt': '-2 seconds' })).toBe(2);
  simulator.setProfile({ name: 'window-inclusive' });
  expect(await total({ '+gt': '2026-06-01 12:00:28', '+lt': '2026-06-01 12:00:30' })).toBe(3);
});

test('the window is looked for in filters, in criteria, in either, or nowhere', async () => {
  simulator.create({ count: 2, at: AT - 3600 });
  const totals = async (): Promise<number[]> => [
    totalOf(await query(simulator, token, within({ '+gt': '-1 minutes' }, 'filters'))),
    totalOf(await query(simulator, token, within({ '+gt': '-1 minutes' }, 'criteria'))),
  ];
  expect(await totals()).toEqual([0, 0]);
  simulator.setProfile({ name: 'window-in-filters' });
  expect(await totals()).toEqual([0, 2]);
  simulator.setProfile({ name: 'window-in-criteria' });
  expect(await totals()).toEqual([2, 0]);
  simulator.setProfile({ name: 'window-ignored' });
  expect(await totals()).toEqual([2, 2]);
});

test.each([
  ['an operator that is not known', within({ '+after': '2026-06-01 12:00:28' })],
  ['a column that is not known', { body: { filters: { changed: { '+gt': 'NOW' } } } }],
  ['a date with a T', within({ '+gt': '2026-06-01T12:00:28Z' })],
  ['a date with a fraction', within({ '+gt': '2026-06-01 12:00:28.5' })],
  ['a member that is not known', { body: { limit: 5 } }],
  ['a body that is an array', { body: [] }],
  ['a body that is no JSON', { body: '{' }],
  ['a content type that is none', { headers: { 'content-type': 'text/plain' } }],
  ['a limit of 0', { query: 'limit=0' }],
  ['a limit in words', { query: 'limit=many' }],
  ['an offset below 0', { query: 'offset=-1' }],
  ['a sort that is not known', { query: 'sort=updated' }],
  ['a parameter that is not known', { query: 'page=2' }],
  ['a mark that is none', { query: 'cursorMark=abc&sort=id' }],
  ['a column among fields that is not known', { body: { fields: ['*', 'colour'] } }],
  ['a day that there is not', within({ '+gt': '2026-02-31 12:00:28' })],
  ['a mark of another sort', { query: `cursorMark=${Buffer.from('[1]').toString('base64url')}&sort=updated_at,id` }],
  ['a mark beside an offset', { query: 'cursorMark=*&offset=0&sort=id' }],
])('%s is refused with 400 and words', async (_, asked) => {
  const { status, data } = await query(simulator, token, asked);
  expect([status, JSON.parse(data)]).toEqual([400, { errors: [expect.any(String)] }]);
});

test('GET is refused with 405 unless the profile allows it', async () => {
  expect((await query(simulator, token, { method: 'GET' })).status).toBe(405);
  simulator.setProfile({ name: 'get-and-post' });
  expect((await query(simulator, token, { method: 'GET', body: {} })).status).toBe(200);
});

test('+gte is not known everywhere', async () => {
  simulator.setProfile({ name: 'no-or-equal' });
  expect((await query(simulator, token, within({ '+gte': 'NOW' }))).status).toBe(400);
});

test('a limit above the cap is lowered, or refused', async () => {
  simulator.create({ count: 120, at: AT });
  simulator.setProfile({ name: 'limit-capped' });
  const page = await query(simulator, token, { query: 'limit=1000&sort=updated_at,id' });
  expect([rowsOf(page).length, JSON.parse(page.data)]).toEqual([
    100,
    expect.objectContaining({ limit: 100, total: 120 }),
  ]);
  simulator.setProfile({ name: 'limit-refused' });
  expect((await query(simulator, token, { query: 'limit=1000' })).status).toBe(400);
});

test('a cursor goes on behind the last row, whatever comes before it, and stays where it is at the end', async () => {
  simulator.create({ count: 5, at: AT - 10 });
  const pageAt = async (mark: string): Promise<{ ids: number[]; next: string }> => {
    const page = await query(simulator, token, {
      query: `limit=2&sort=updated_at,id&cursorMark=${encodeURIComponent(mark)}`,
    });
    const { nextCursorMark } = JSON.parse(page.data) as { nextCursorMark: string };
    return { ids: rowsOf(page).map(({ id }) => id), next: nextCursorMark };
  };
  const first = await pageAt('*');
  simulator.update([17_653], 'updated', AT);
  const second = await pageAt(first.next);
  const third = await pageAt(second.next);
  expect([first.ids, second.ids, third.ids]).toEqual([
    [17_653, 17_654],
    [17_655, 17_656],
    [17_657, 17_653],
  ]);
  expect((await pageAt(third.next)).next).toBe(third.next);
});

test('a cursor wants a sort that holds id, any sort, or is not known, as the profile says', async () => {
  const status = async (sort: string): Promise<number> =>
    (await query(simulator, token, { query: `cursorMark=*&sort=${sort}` })).status;
  expect([await status('updated_at'), await status('updated_at,id')]).toEqual([400, 200]);
  simulator.setProfile({ name: 'cursor-any-sort' });
  expect([await status('updated_at'), await status('updated_at,id')]).toEqual([200, 200]);
  simulator.setProfile({ name: 'offset-only' });
  expect([await status('updated_at'), await status('updated_at,id')]).toEqual([400, 400]);
});

test('attributes and sources come when they are asked for, and without asking on old servers', async () => {
  simulator.create({ count: 1, type: 'Malware', at: AT });
  const keys = async (fields?: string[]): Promise<string[]> =>
    Object.keys(rowsOf(await query(simulator, token, { body: { fields } }))[0]!);
  expect(await keys()).not.toContain('attributes');
  expect(await keys(['*', 'attributes', 'sources'])).toEqual(
    expect.arrayContaining(['id', 'updated_at', 'indicators', 'attributes', 'sources']),
  );
  simulator.setProfile({ name: 'fields-old' });
  expect(await keys()).toContain('attributes');
});

test('fields can be refused, fail, or take the star for a name', async () => {
  simulator.create({ count: 1, at: AT });
  const asked = { body: { fields: ['*', 'attributes', 'sources'] } };
  simulator.setProfile({ name: 'fields-refused' });
  expect((await query(simulator, token, asked)).status).toBe(400);
  simulator.setProfile({ name: 'fields-broken' });
  expect((await query(simulator, token, asked)).status).toBe(500);
  simulator.setProfile({ name: 'fields-no-star' });
  expect(JSON.parse((await query(simulator, token, asked)).data)).toMatchObject({
    data: [{ attributes: expect.any(Array), sources: expect.any(Array) }],
  });
  expect((await query(simulator, token, asked)).data).not.toContain('"title"');
});

test('relations can be asked for by name, and a name with an underscore that is no column fails with 500', async () => {
  simulator.create({ count: 1, at: AT });
  const status = async (...fields: string[]): Promise<number> =>
    (await query(simulator, token, { body: { fields } })).status;
  expect(await status('id', 'status_id', 'point_of_contact', 'adversaries', 'comments', 'attachments')).toBe(200);
  expect(await status('*', 'attack_pattern')).toBe(500);
});

test('a type is an object, a text with fields or by profile, or absent', async () => {
  simulator.create({ count: 1, type: 'Brand Abuse', at: AT });
  const type = async (body: object = {}): Promise<unknown> =>
    rowsOf(await query(simulator, token, { body }))[0]!['type'];
  expect(await type()).toEqual({ id: 15, name: 'Brand Abuse' });
  expect(await type({ fields: ['*'] })).toBe('Brand Abuse');
  simulator.setProfile({ name: 'type-text' });
  expect(await type()).toBe('Brand Abuse');
  simulator.setProfile({ name: 'type-absent' });
  expect(await type()).toBeUndefined();
  const types = await ask(simulator, '/api/event/types', { headers: { authorization: `Bearer ${token}` } });
  expect(JSON.parse(types.data)).toMatchObject({
    total: 15,
    data: expect.arrayContaining([expect.objectContaining({ id: 15, name: 'Brand Abuse' })]),
  });
});

test.each([
  ['empty-object', '{"total":0,"limit":100,"offset":0,"data":{}}'],
  ['empty-null', '{"total":0,"limit":100,"offset":0,"data":null}'],
  ['empty-missing', '{"total":0,"limit":100,"offset":0}'],
  ['empty-bare', '{}'],
  ['no-rights', '{}'],
  ['total-text', '{"total":"0","limit":100,"offset":0,"data":[]}'],
  ['total-absent', '{"limit":100,"offset":0,"data":[]}'],
] as const)('an empty page with the profile %s', async (name, text) => {
  simulator.setProfile({ name });
  expect((await query(simulator, token)).data).toBe(text);
});

test.each([
  ['error-data-errors', /^\{"data":\{"errors":\{"request":\["/],
  ['error-nested', /^\{"errors":\[\["/],
  ['error-name-message', /^\{"name":"RequestError","message":"/],
  ['error-text', /^limit must be/],
  ['error-html', /^<html>/],
  ['error-empty', /^$/],
] as const)('an error with the profile %s', async (name, text) => {
  simulator.setProfile({ name });
  const { status, data } = await query(simulator, token, { query: 'limit=0' });
  expect([status, data]).toEqual([400, expect.stringMatching(text)]);
});

test('the server has a clock and a zone of its own, and says its time in the header Date', async () => {
  simulator.setProfile({ settings: { clockSkewSeconds: 600, zoneMinutes: 120 } });
  simulator.create({ count: 1 });
  const page = await query(simulator, token);
  expect(rowsOf(page)[0]).toMatchObject({ updated_at: '2026-06-01 14:10:30' });
  expect(page.headers['date']).toBe('Mon, 01 Jun 2026 12:10:30 GMT');
  expect(totalOf(await query(simulator, token, within({ '+gt': '2026-06-01 14:10:29' })))).toBe(1);
});

test('an index that lags knows a new event late, and goes on giving the version before an update', async () => {
  simulator.setProfile({ name: 'index-lag' });
  const [id] = simulator.create({ count: 1, title: 'first' });
  expect(totalOf(await query(simulator, token))).toBe(0);
  clock += 60_000;
  expect(rowsOf(await query(simulator, token))).toMatchObject([{ id, updated_at: '2026-06-01 12:00:30' }]);
  simulator.update([id!]);
  expect(rowsOf(await query(simulator, token))).toMatchObject([{ id, updated_at: '2026-06-01 12:00:30' }]);
  clock += 60_000;
  expect(rowsOf(await query(simulator, token))).toMatchObject([{ id, updated_at: '2026-06-01 12:01:30' }]);
});

test('an event that is updated again while the index lags stays in it as it was', async () => {
  simulator.create({ count: 1, at: AT - 600 });
  simulator.setProfile({ name: 'index-lag' });
  simulator.update([17_653]);
  clock += 30_000;
  simulator.update([17_653]);
  expect(rowsOf(await query(simulator, token))).toMatchObject([{ id: 17_653, updated_at: '2026-06-01 11:50:30' }]);
  clock += 30_000;
  expect(rowsOf(await query(simulator, token))).toMatchObject([{ id: 17_653, updated_at: '2026-06-01 12:00:30' }]);
  clock += 30_000;
  expect(rowsOf(await query(simulator, token))).toMatchObject([{ id: 17_653, updated_at: '2026-06-01 12:01:00' }]);
});

test.each([
  ['updated_at', 'cursor-any-sort'],
  ['-updated_at', 'cursor-any-sort'],
  ['happened_at', 'cursor-any-sort'],
  ['title', 'cursor-any-sort'],
  ['-updated_at,id', 'cursor-needs-id'],
  ['-id', 'cursor-needs-id'],
] as const)('a walk by marks in the order of %s gives every event once', async (sort, name) => {
  simulator.setProfile({ name });
  simulator.create({ count: 5, at: AT - 10 });
  simulator.create({ count: 2, at: AT - 20 });
  const ids: number[] = [];
  for (let mark = '*', pages = 0; pages < 8; pages += 1) {
    const asked = { query: `limit=2&sort=${sort}&cursorMark=${encodeURIComponent(mark)}` };
    const page = await query(simulator, token, asked);
    ids.push(...rowsOf(page).map(({ id }) => id));
    const next = (JSON.parse(page.data) as { nextCursorMark: string }).nextCursorMark;
    if (next === mark) break;
    mark = next;
  }
  expect(ids.sort((one, other) => one - other)).toEqual(simulator.events().map(({ id }) => id));
});

test('a server below a path answers there alone, and one behind https redirects', async () => {
  const below = await startThreatquotientSimulator({
    username: USERNAME,
    password: PASSWORD,
    profile: { name: 'path-prefix' },
  });
  try {
    expect(below.url).toMatch(/\/threatq$/);
    expect((await ask(below, '/assets/js/config.js')).status).toBe(200);
    expect((await ask({ ...below, url: below.url.replace('/threatq', '') }, '/assets/js/config.js')).status).toBe(404);
  } finally {
    await below.close();
  }
  simulator.setProfile({ name: 'redirects-to-https' });
  const moved = await query(simulator, token);
  expect([moved.status, moved.headers['location']]).toEqual([
    301,
    expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+\/api\/events\/query/),
  ]);
});

test('fields of version 5 lack what version 6 has', async () => {
  simulator.create({ count: 1, at: AT });
  expect(rowsOf(await query(simulator, token))[0]).toHaveProperty('point_of_contact');
  simulator.setProfile({ name: 'fields-of-v5' });
  expect(rowsOf(await query(simulator, token))[0]).not.toHaveProperty('point_of_contact');
});
