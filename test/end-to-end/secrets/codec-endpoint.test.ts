import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { stringify } from 'yaml';
import { EncryptingCodec } from '../../../engine/encryption/encrypting-codec';
import { KeyRing } from '../../../engine/encryption/key-ring';
import { readPayloads, writePayloads } from '../../../engine/payloads/codec-payloads';
import { build, environment, ROOT, startProgram } from '../stage/built-program';
import type { RunningProgram } from '../stage/running-program';

jest.setTimeout(120_000);

const TOKEN = randomBytes(24).toString('hex');
const KEYS = [randomBytes(32), randomBytes(32)] as const;

let folder: string;

beforeAll(async () => {
  await build();
  folder = mkdtempSync(join(tmpdir(), 'ctci-codec-'));
  KEYS.forEach((key, index) => writeFileSync(join(folder, `key-${index}`), key.toString('base64'), { mode: 0o600 }));
  writeFileSync(join(folder, 'token'), `${TOKEN}\n`, { mode: 0o600 });
  configure('key-0');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Tokens of sources and of Devo that nobody has given it: it must not want them. */
function configure(...files: readonly string[]): void {
  const keys = files.map((file) => ({ id: file, key_file: file }));
  const config = {
    globals: { id: '1', name: 'codec', encryption: { keys } },
    inputs: { ctci: { credentials: { api_token_file: '/nowhere', password: '${NOT_SET}' } } },
  };
  writeFileSync(join(folder, 'config.yaml'), stringify(config));
}

function start(...args: string[]): RunningProgram {
  const program = join(ROOT, 'dist', 'worker', 'codec', 'main.js');
  return startProgram(process.execPath, [program, ...args], folder, environment({ CTCI_CODEC_LISTEN: '127.0.0.1:0' }));
}

test('the service decrypts for who has its token, takes up a new key while it runs, and ends at SIGTERM', async () => {
  const program = start('--token-file', 'token', '--listen', '127.0.0.1:18234');
  await program.said(/Codec endpoint: listens on 127\.0\.0\.1:18234 .* keys key-0/);
  const payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('"hello"') };
  const ask = async (key: number, headers: Record<string, string>) => {
    const ring = new KeyRing({ enabled: true, keys: [{ id: `key-${key}`, key: new Uint8Array(KEYS[key] ?? []) }] });
    return fetch('http://127.0.0.1:18234/decode', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: writePayloads(await new EncryptingCodec(ring).encode([payload])),
    });
  };
  const read = async (answer: Response) => Buffer.from(readPayloads(await answer.text())?.[0]?.data ?? '').toString();
  const own = { authorization: `Bearer ${TOKEN}` };
  expect(await read(await ask(0, own))).toBe('"hello"');
  expect((await ask(0, {})).status).toBe(401);

  expect(await read(await ask(1, own))).not.toBe('"hello"'); // shown as it is
  configure('key-1', 'key-0');
  await program.said(/was read again, keys key-1, key-0/);
  expect(await read(await ask(1, own))).toBe('"hello"');
  program.kill('SIGTERM');
  expect(await program.ended).toMatchObject({ code: 0 });
});

test.each([
  ['no token', [], /CTCI_CODEC_TOKEN_FILE/],
  ['a token that could be guessed', ['--token-file', 'short'], /at least 20/],
  ['no address', ['--token-file', 'token', '--listen', 'everywhere'], /--listen/],
  ['no port', ['--token-file', 'token', '--listen', '127.0.0.1:99999'], /a port up to 65535.*--listen/],
  ['no configuration', ['--token-file', 'token', '--config', 'absent.yaml'], /absent\.yaml/],
])('%s: exit 2, with the setting', async (_what, args, words) => {
  writeFileSync(join(folder, 'short'), 'secret');
  const program = start(...args);
  const { code } = await program.ended;
  expect(program.stderr).toMatch(words);
  expect(code).toBe(2);
});
