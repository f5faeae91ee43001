import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { documentOf } from '../stage/document';
import { preparePlace, sharedTemporal } from '../stage/prepared-place';
import { byKey, LOOKUP, type SimulatedWorld } from '../stage/simulated-world';
import { until } from '../stage/until';
import type { Workplace } from '../stage/workplace';

jest.setTimeout(120_000);

let world: SimulatedWorld;
let place: Workplace;

beforeAll(async () => {
  ({ world, place } = await preparePlace(sharedTemporal()));
});

afterAll(async () => {
  place.clear();
  await world.close();
});

test('up --json says its words on stderr and ends with one document; --service takes one service', async () => {
  const other = { request_period_in_seconds: 3600, outputs: ['screen'] };
  place.configure(world, { services: { other }, outputs: { screen: { type: 'console' } } });
  const up = place.begin('up', '--json', '--service', 'cewl');
  await until('the delivery', () => byKey(world.devo.rows(LOOKUP)).size === 30);
  await until('its line', () => up.stderr.includes('ctci/cewl  delivered'));
  expect(up.stdout).toBe('');
  up.kill('SIGINT');
  expect(await up.ended).toEqual({ code: 0, signal: null });
  expect(documentOf({ stdout: up.stdout, stderr: '', code: 0 })).toMatchObject({ ok: true, services: [] });
  expect(up.stderr).not.toContain('ctci/other');
  expect(await place.verb('status', '--service', 'other')).toMatchObject({
    stdout: expect.stringContaining('stopped'),
  });
});

test.each(['status', 'pull', 'preview', 'verify', 'history', 'start', 'stop', 'reset', 'release', 'check'])(
  '%s says that no service is enabled, and exits 3',
  async (verb) => {
    place.configure(world, { input: { enabled: false } });
    const [words, json] = await Promise.all([place.verb(verb), place.verb(verb, '--json')]);
    expect(words.code).toBe(3);
    expect(`${words.stdout}${words.stderr}`).toMatch(/UsageError 705/);
    expect(json.code).toBe(3);
    expect(documentOf(json)).toMatchObject({
      ok: false,
      services: [],
      error: { number: 705, message: expect.stringContaining('config.yaml') },
    });
  },
);

test('apply with no service enabled stops what was removed, and is done', async () => {
  place.configure(world, { input: { enabled: false } });
  expect(await place.verb('apply')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('stopped; it is not in the configuration any more'),
  });
});
