import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRedactor } from '../../../config/secrets/redaction';
import { keyBytes } from '../../../config/schema/encryption';
import { configWith, errorsOf, loadFromText, told, type Files } from '../load-from-text';

const KEY = randomBytes(32).toString('base64');
const FILE = '/run/secrets/key';

function withKeys(keys: unknown, files: Files = { [FILE]: `${KEY}\n` }) {
  return { text: configWith('globals.encryption.keys', keys), files };
}

function errorsWith(content: string, id: unknown = 'k1') {
  const { text } = withKeys([{ id, key_file: FILE }]);
  return errorsOf(text, { files: { [FILE]: content } });
}

test('keys are read out of their files, relative to the configuration, the first one before the others', () => {
  const text = configWith('globals.encryption.keys', [
    { id: '2026-11', key_file: 'secrets/new' },
    { id: 'old', key_file: FILE },
  ]);
  const other = randomBytes(32);
  const { config } = loadFromText(text, {
    files: { '/etc/collector/secrets/new': `${other.toString('base64url')}\n`, [FILE]: KEY },
  });
  expect(config.globals.encryption).toEqual({
    enabled: true,
    keys: [
      { id: '2026-11', key: new Uint8Array(other) },
      { id: 'old', key: new Uint8Array(Buffer.from(KEY, 'base64')) },
    ],
  });
});

test('a key of another length, or that is no base64, is told with what it is and never shown', () => {
  const short = randomBytes(16).toString('base64');
  for (const [content, found] of [
    [short, 'a key of 16 bytes'],
    [randomBytes(31).toString('base64'), 'a key of 31 bytes'],
    [randomBytes(31).toString('base64url'), 'a key of 31 bytes'],
    [randomBytes(33).toString('base64'), 'a key of 33 bytes'],
    [randomBytes(32).toString('hex'), 'a key of 48 bytes'], // hex digits are base64 too
    ['correct horse battery staple!', 'a text that is no base64'],
  ] as const) {
    const errors = errorsWith(content);
    expect(told(errors)).toEqual(['60 globals.encryption.keys[0].key']);
    expect(errors[0]).toMatchObject({
      name: 'SetupError',
      found: expect.stringContaining(found),
      expected: expect.stringContaining('32 random bytes in base64'),
    });
    expect(JSON.stringify(errors)).not.toContain(content);
  }
});

test.each([
  ['no list', 'k1', '24 globals.encryption.keys'],
  ['an empty list', [], '25 globals.encryption.keys'],
  ['no key', [{ id: 'k1' }], '23 globals.encryption.keys[0].key'],
  ['a missing file', [{ id: 'k1', key_file: '/nowhere' }], '27 globals.encryption.keys[0].key_file'],
  ['no id', [{ key_file: FILE }], '23 globals.encryption.keys[0].id'],
  ['an id with blanks', [{ id: 'my key', key_file: FILE }], '25 globals.encryption.keys[0].id'],
])('%s is an error that names the setting', (_what, keys, expected) => {
  const { text, files } = withKeys(keys);
  expect(told(errorsOf(text, { files }))).toEqual([expected]);
});

test('two keys of one id are an error: what is encrypted names its key by it', () => {
  const { text, files } = withKeys([
    { id: 'k1', key_file: FILE },
    { id: 'k1', key_file: FILE },
  ]);
  expect(errorsOf(text, { files })).toMatchObject([
    { setting: 'globals.encryption.keys[1].id', expected: 'an id that no other key has' },
  ]);
});

test('a key is a secret like others: it is masked, and no part of a fingerprint', () => {
  const plain = loadFromText(configWith('globals.debug', true));
  const { text, files } = withKeys([{ id: 'k1', key_file: FILE }]);
  const loaded = loadFromText(text, { files });
  expect(createRedactor(loaded.secrets)(`the key is ${KEY}.`)).not.toContain(KEY);
  const service = { input: 'ctci', service: 'cewl' };
  expect(loaded.fingerprint(service)).toBe(plain.fingerprint(service));
});

test('any 32 bytes are read back from base64 in either alphabet, broken into lines or not', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      const buffer = Buffer.from(bytes);
      for (const written of [
        buffer.toString('base64'),
        buffer.toString('base64url'),
        ` ${buffer.toString('base64')}\r\n`,
        buffer.toString('base64').replaceAll(/.{20}/g, '$&\r\n\t '),
      ])
        expect(keyBytes(written)).toEqual(buffer);
    }),
  );
});
