import { beforeEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { EngineTarget } from '../../../engine/engine-target';
import { CredentialWatch, type RenewedWith } from '../../../worker/engine-link/credential-watch';

const target = (options: object, more: Partial<EngineTarget> = {}): EngineTarget => ({
  address: 'temporal:7233',
  namespace: 'default',
  options: { address: 'temporal:7233', ...options },
  proxy: null,
  uiUrl: null,
  source: 'environment',
  ...more,
});
const pair = (text: string) => ({ tls: { clientCertPair: { crt: Buffer.from(text), key: Buffer.from(text) } } });

let found: EngineTarget | Error;
let renewed: RenewedWith[];
let refusal: Error | null;
let lines: string[];

beforeEach(() => {
  renewed = [];
  refusal = null;
  lines = [];
});

function watch(used: EngineTarget): CredentialWatch {
  found = used;
  return new CredentialWatch({
    find: () => (found instanceof Error ? Promise.reject(found) : Promise.resolve(found)),
    used,
    renew: (_target, what) => {
      if (refusal !== null) return Promise.reject(refusal);
      renewed.push(what);
      return Promise.resolve();
    },
    logger: pino({}, { write: (line: string) => void lines.push(line) }),
  });
}

async function look(watched: CredentialWatch, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await watched.look();
}

test('new certificates count when they have been the same for two looks, and once', async () => {
  const watched = watch(target(pair('old')));
  await look(watched, 3);
  found = target(pair('half'));
  await look(watched, 1);
  found = target(pair('new'));
  await look(watched, 1);
  expect(renewed).toEqual([]);
  await look(watched, 3);
  expect(renewed).toEqual(['certificates']);
});

test.each([
  ['another key', { apiKey: 'a' }, { apiKey: 'b' }, 'API key'],
  ['a key where there was none', {}, { apiKey: 'b' }, 'certificates'],
  ['another key and certificate', { apiKey: 'a', ...pair('old') }, { apiKey: 'b', ...pair('new') }, 'certificates'],
])('%s: both connections are renewed as that asks for', async (_what, before, after, what) => {
  const watched = watch(target(before));
  found = target(after);
  await look(watched, 2);
  expect(renewed).toEqual([what]);
});

test('what cannot be read, or is refused, is told once and by its words, and a later one is tried again', async () => {
  const watched = watch(target(pair('old')));
  found = new Error('no such file');
  await look(watched, 4);
  refusal = new Error('certificate unknown');
  found = target(pair('wrong'));
  await look(watched, 4);
  expect(lines).toEqual([
    expect.stringContaining('cannot be used; the connection that is there goes on. no such file'),
    expect.stringContaining('certificate unknown'),
  ]);
  refusal = null;
  found = target(pair('right'));
  await look(watched, 2);
  expect(renewed).toEqual(['certificates']);
});

test('what comes back to the credentials in use is no news', async () => {
  const watched = watch(target(pair('old')));
  found = target(pair('other'));
  await look(watched, 1);
  found = target(pair('old'));
  await look(watched, 3);
  expect([renewed, lines]).toEqual([[], []]);
});

test('another address is told and not followed', async () => {
  const watched = watch(target({ apiKey: 'a' }));
  found = target({ apiKey: 'b' }, { address: 'elsewhere:7233' });
  await look(watched, 3);
  expect(renewed).toEqual([]);
  expect(lines).toEqual([
    expect.stringContaining('stays with temporal:7233, namespace default, until it is started again'),
  ]);
});

test("the engine of one's own folder asks for no credentials", () => {
  expect(watch(target({}, { source: 'engine-file' })).isNeeded()).toBe(false);
  expect(watch(target({ apiKey: 'a' })).isNeeded()).toBe(true);
});
