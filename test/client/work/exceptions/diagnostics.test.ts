import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { diagnostics } from '../../../../client/work/exceptions/diagnostics';
import { logs } from '../../../../client/work/everyday/logs';
import { configWith } from '../../../config/load-from-text';

const CANARY = 'canary-4711-of-the-ctci-token';

let folder = '';
let config = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-diagnostics-'));
  config = join(folder, 'config.yaml');
  mkdirSync(join(folder, '.ctci-collector'));
  writeFileSync(join(folder, '.ctci-collector', 'worker.log'), `one\nthe server said: unknown token ${CANARY}\n`);
});
afterEach(() => rmSync(folder, { recursive: true }));

function archive(): ReturnType<typeof diagnostics> {
  const out = join(folder, 'out.tar.gz');
  const options = { config, input: undefined, service: undefined, json: false, out };
  return diagnostics(options, { TEMPORAL_ADDRESS: '127.0.0.1:1', SOME_TOKEN: CANARY });
}

function contents(file: string): string {
  return execFileSync('tar', ['-xzOf', file], { encoding: 'utf8' });
}

test('the archive is read by tar, only its owner may read it, and no secret is in it', async () => {
  writeFileSync(config, configWith('inputs.ctci.credentials', { api_token: CANARY }));
  const { exit, file = '', words } = await archive();
  expect({ exit, words }).toEqual({ exit: 0, words: file });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const names = execFileSync('tar', ['-tzf', file], { encoding: 'utf8' }).trim().split('\n');
  expect(names).toEqual(['versions.json', 'configuration.json', 'status.json', 'worker.log']);
  expect(contents(file)).toContain('the server said: unknown token');
  expect(contents(file)).not.toContain(CANARY);
});

test('with a configuration that is wrong it is written all the same, without secrets of the environment', async () => {
  writeFileSync(config, 'inputs: nothing\n');
  const { file = '' } = await archive();
  expect(contents(file)).toContain('"error"');
  expect(contents(file)).not.toContain(CANARY);
});

test('logs are missed with a word where no collector has run', async () => {
  writeFileSync(config, configWith('globals.debug', true));
  rmSync(join(folder, '.ctci-collector'), { recursive: true });
  const options = { config, input: undefined, service: undefined, follow: false, pager: false, lines: 5 };
  await expect(logs(options, {})).rejects.toMatchObject({ number: 700 });
});
