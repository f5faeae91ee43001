import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { check } from '../../../../client/work/setting-up/check';
import { ConfigErrors } from '../../../../config/config-errors';
import { configWith, configWithAll } from '../../../config/load-from-text';

let folder = '';
let config = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-check-'));
  config = join(folder, 'config.yaml');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Nothing listens there, and nothing can be: whoever asks would be told so. */
const NOWHERE = { TEMPORAL_ADDRESS: '127.0.0.1:1' };

function checkOffline(more: { input?: string } = {}): ReturnType<typeof check> {
  return check({ config, json: false, offline: true, ...more }, NOWHERE);
}

test('offline, only the configuration is judged: neither Temporal, worker, CTCI nor Devo is asked', async () => {
  writeFileSync(config, configWith('globals.debug', true));
  const { exit, steps, words, error } = await checkOffline();
  expect({ exit, error }).toEqual({ exit: 0, error: undefined });
  expect(steps?.map(({ name, ok }) => ({ name, ok }))).toEqual([{ name: 'configuration', ok: true }]);
  expect(words).toMatch(/^✓ configuration: .*config\.yaml is valid, 1 service enabled/);
});

test('without --offline, the same is not well', async () => {
  writeFileSync(config, configWith('globals.debug', true));
  expect((await check({ config, json: false }, NOWHERE)).exit).toBe(3);
});

test('offline, warnings are told and do not fail it', async () => {
  writeFileSync(join(folder, 'token'), 'from-a-file', { mode: 0o644 });
  writeFileSync(config, configWith('inputs.ctci.credentials', { api_token_file: 'token' }));
  const { exit, words } = await checkOffline();
  expect(exit).toBe(0);
  expect(words).toMatch(/\n! warning: inputs\.ctci\.credentials\.api_token_file: others may read/);
});

test('offline, a wrong configuration is refused with all its faults, an unreadable secret among them', async () => {
  writeFileSync(
    config,
    configWithAll({ 'globals.id': 'too-long-for-it', 'inputs.ctci.credentials': { api_token_file: 'none' } }),
  );
  const failure: unknown = await checkOffline().catch((error: unknown) => error);
  if (!(failure instanceof ConfigErrors)) throw failure;
  expect(failure.errors.map(({ setting }) => setting)).toEqual(
    expect.arrayContaining(['globals.id', 'inputs.ctci.credentials.api_token_file']),
  );
});

test('offline, an input that there is not is refused', async () => {
  writeFileSync(config, configWith('globals.debug', true));
  await expect(checkOffline({ input: 'other' })).rejects.toMatchObject({ id: 'service_unknown' });
});

test('offline, a collector whose services are all switched off is a valid one', async () => {
  writeFileSync(config, configWith('inputs.ctci.enabled', false));
  expect((await checkOffline()).exit).toBe(0);
});
