import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ConfigErrors, type ConfigError } from '../../../../config/config-errors';
import { loadConfig, type LoadedConfig } from '../../../../config/load-config';
import { configWith, NOW } from '../../load-from-text';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-encoding-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const UTF_8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF_16_MARK = Buffer.from([0xff, 0xfe]);

function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

function load(config: Buffer, files: Readonly<Record<string, Buffer>> = {}): LoadedConfig | readonly ConfigError[] {
  for (const [name, content] of Object.entries({ 'config.yaml': config, ...files }))
    writeFileSync(join(folder, name), content, { mode: 0o600 });
  try {
    return loadConfig(join(folder, 'config.yaml'), { env: {}, now: NOW });
  } catch (error) {
    if (error instanceof ConfigErrors) return error.errors;
    throw error;
  }
}

const CONFIG = configWith('globals.name', 'encodings');

test.each([
  ['UTF-16 with its mark', Buffer.concat([UTF_16_MARK, utf16(CONFIG)])],
  ['UTF-16 without its mark', utf16(CONFIG)],
  ['UTF-16, big end first', Buffer.concat([UTF_16_MARK, utf16(CONFIG)]).swap16()],
])('a configuration in %s is refused in these words', (_what, content) => {
  expect(load(content)).toMatchObject([
    { number: 21, found: 'text in UTF-16', expected: 'text in UTF-8: save the file in that encoding' },
  ]);
});

test('one in Latin-1 is refused too, as its letters would be lost', () => {
  expect(load(Buffer.from(configWith('inputs.ctci.credentials.api_token', 'tökén'), 'latin1'))).toMatchObject([
    { number: 21, found: 'text that is not UTF-8' },
  ]);
});

test('UTF-8 is read, with its mark and without', () => {
  for (const content of [Buffer.from(CONFIG), Buffer.concat([UTF_8_MARK, Buffer.from(CONFIG)])]) {
    expect(load(content)).toMatchObject({ config: { globals: { name: 'encodings' } } });
  }
});

test('a secret file in UTF-16, as PowerShell writes it, is refused; one with a mark of UTF-8 is read', () => {
  const config = Buffer.from(configWith('inputs.ctci.credentials', { api_token_file: 'token' }));
  expect(load(config, { token: Buffer.concat([UTF_16_MARK, utf16('s3cr3t-token\r\n')]) })).toMatchObject([
    { number: 27, setting: 'inputs.ctci.credentials.api_token_file', found: 'text in UTF-16' },
  ]);
  expect(load(config, { token: Buffer.concat([UTF_8_MARK, Buffer.from('s3cr3t-token\r\n')]) })).toMatchObject({
    secrets: expect.arrayContaining(['s3cr3t-token']),
  });
});
