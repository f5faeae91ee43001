import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import { startThreatquotientSimulator } from '../../../simulators/threatquotient/start-threatquotient-simulator';
import type { ThreatquotientSimulator } from '../../../simulators/threatquotient/threatquotient-simulator';
import { PASSWORD, query, rowsOf, tokenOf, totalOf, USERNAME } from './threatquotient-client';

const NOW = Date.UTC(2026, 5, 1, 12);
const LOGIN = { username: USERNAME, password: PASSWORD };

let simulator: ThreatquotientSimulator;
let token = '';
let clock = NOW;

beforeEach(async () => {
  clock = NOW;
  simulator = await startThreatquotientSimulator({ ...LOGIN, now: () => clock });
  token = await tokenOf(simulator);
});
afterEach(() => simulator.close());

const all = { query: 'limit=1000&sort=updated_at,id', body: { fields: ['*', 'attributes', 'sources'] } };

test('events come by themselves as time passes, of every type, and some of them are updated', async () => {
  simulator.setEventsPerMinute(60);
  clock += 10 * 60_000;
  const rows = rowsOf(await query(simulator, token, all));
  expect(rows.length).toBeGreaterThan(590);
  expect(new Set(rows.map((row) => row['type'])).size).toBe(14);
  expect(simulator.versions().length).toBeGreaterThan(rows.length + 50);
  const times = rows.map((row) => row.updated_at);
  expect(times).toEqual([...times].sort());
  expect(times.at(-1)! <= '2026-06-01 12:10:00').toBe(true);
});

test('most events of the flow have a few indicators, some hundreds, and now and then one five thousand', () => {
  simulator.setEventsPerMinute(60);
  clock += 20 * 60_000;
  simulator.setEventsPerMinute(0); // what was due has come about
  const counts = simulator
    .events()
    .map(({ content }) => ('odd' in content ? 0 : content.indicators.length))
    .sort((one, other) => other - one);
  expect(counts.length).toBeGreaterThan(1_190);
  expect(counts[0]).toBe(5_000);
  const large = counts.filter((count) => count > 5);
  expect(large.slice(1).every((count) => count >= 100 && count <= 1_000)).toBe(true);
  expect(large.length > 5 && large.length < 30).toBe(true);
});

test('the same seed tells the same story', async () => {
  const again = await startThreatquotientSimulator({
    ...LOGIN,
    now: () => clock,
    backlog: { count: 50, overSeconds: 3600 },
  });
  const other = await startThreatquotientSimulator({
    ...LOGIN,
    now: () => clock,
    backlog: { count: 50, overSeconds: 3600 },
    seed: 2,
  });
  await simulator.close();
  simulator = await startThreatquotientSimulator({
    ...LOGIN,
    now: () => clock,
    backlog: { count: 50, overSeconds: 3600 },
  });
  expect(again.events()).toEqual(simulator.events());
  expect(other.events()).not.toEqual(simulator.events());
  await Promise.all([again.close(), other.close()]);
});

test('a thousand are created in one second, and one with five thousand indicators', async () => {
  expect(simulator.create({ count: 1000 })).toHaveLength(1000);
  expect(new Set(rowsOf(await query(simulator, token, all)).map((row) => row.updated_at))).toEqual(
    new Set(['2026-06-01 12:00:00']),
  );
  clock += 1000;
  simulator.create({ count: 1, indicators: 5000 });
  const [large] = rowsOf(await query(simulator, token, { ...all, query: 'limit=1&offset=1000&sort=updated_at,id' }));
  expect(large!['indicators']).toHaveLength(5000);
});

test('an update moves updated_at, a touch touched_at, a deletion leaves a date, what vanishes is gone', async () => {
  const [updated, touched, deleted, vanished] = simulator.create({ count: 4 });
  clock += 5000;
  simulator.update([updated!]);
  simulator.update([touched!], 'touched');
  simulator.update([deleted!], 'deleted');
  simulator.vanish([vanished!]);
  expect(rowsOf(await query(simulator, token, all))).toEqual([
    expect.objectContaining({ id: touched, updated_at: '2026-06-01 12:00:00', touched_at: '2026-06-01 12:00:05' }),
    expect.objectContaining({ id: updated, updated_at: '2026-06-01 12:00:05' }),
    expect.objectContaining({ id: deleted, deleted_at: '2026-06-01 12:00:05' }),
  ]);
});

test.each([
  ['text', '"event"'],
  ['null', 'null'],
  ['no-id', '{"title":"without an id","updated_at":"2026-06-01 12:00:00"}'],
  ['no-updated-at', '{"id":17653,"title":"without a time"}'],
  ['nul', 'a\\u0000b'],
  ['lone-surrogate', 'a\\ud800b'],
  ['duplicate-keys', '"note":1,"note":2'],
  ['numbers', '"score":1.50,"big":12345678901234567890,"small":1E-7,"zero":-0'],
  ['spaced', '"10":"ten", "9":"nine"'],
] as const)('an odd event (%s) stands in the page as it was written', async (odd, text) => {
  simulator.createOdd({ odd });
  expect((await query(simulator, token)).data).toContain(text);
});

test('odd events can be as large and as deep as is asked', async () => {
  simulator.createOdd({ odd: 'large', bytes: 3_000_000 });
  simulator.createOdd({ odd: 'deep', levels: 1000 });
  const { data } = await query(simulator, token);
  expect(data.length).toBeGreaterThan(3_000_000);
  expect(data).toContain('['.repeat(1000));
});

test('a state file keeps events and types over a restart, and ids go on', async () => {
  const stateFile = join(mkdtempSync(join(tmpdir(), 'threatquotient-')), 'state.json');
  const options = { ...LOGIN, stateFile, backlog: { count: 5, overSeconds: 60 } };
  const first = await startThreatquotientSimulator(options);
  first.create({ count: 1, type: 'Brand Abuse' });
  await tokenOf(first);
  await first.close();
  const second = await startThreatquotientSimulator(options);
  expect(second.events()).toEqual(first.events());
  expect(second.create({ count: 1 })).toEqual([17_659]);
  expect(rowsOf(await query(second, await tokenOf(second), all)).map((row) => row['type'])).toContain('Brand Abuse');
  await second.close();
});

test('everything can be asked for over HTTP, and a wrong wish is answered in words', async () => {
  const post = (path: string, body: unknown) =>
    axios.post<unknown>(`${simulator.url}/_sim/${path}`, body, { validateStatus: () => true });
  expect((await post('events', { count: 2, type: 'Malware', indicators: 2 })).data).toEqual({ ids: [17_653, 17_654] });
  expect((await post('odd', { odd: 'no-id' })).data).toEqual({ ids: [17_655] });
  expect((await post('update', { ids: [17_653] })).data).toMatchObject({ events: 3, versions: 4 });
  expect((await post('vanish', { ids: [17_655] })).data).toMatchObject({ events: 2 });
  expect((await post('flow', { perMinute: 6 })).data).toMatchObject({ eventsPerMinute: 6 });
  expect((await post('profile', { name: 'fields-old' })).data).toMatchObject({ profile: { fields: 'old' } });
  expect((await post('faults', { fault: 'html' })).data).toMatchObject({ faults: [{ fault: 'html', on: 'query' }] });
  expect(await post('profile', { name: 'no-such' })).toMatchObject({
    status: 400,
    data: { error: expect.stringContaining('no profile of this name') },
  });
  expect(await post('faults', { fault: 'earthquake' })).toMatchObject({ status: 400 });
  expect((await axios.get<unknown[]>(`${simulator.url}/_sim/versions`)).data).toHaveLength(4);
  await axios.delete(`${simulator.url}/_sim/faults`);
  await axios.delete(`${simulator.url}/_sim/events`);
  expect(totalOf(await query(simulator, token))).toBe(0);
});
