import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRedactor } from '../../config/redaction';

/** Secrets as they may be: not all blanks, and at least as long as what is masked. */
const secrets = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 60 }).filter((text) => text.trim().length >= 8);

const FORMS: readonly (readonly [string, (secret: string) => string])[] = [
  ['as it is', (secret) => secret],
  ['in JSON', (secret) => JSON.stringify({ secret })],
  ['in JSON within JSON', (secret) => JSON.stringify(JSON.stringify({ secret }))],
  ['in a URL', (secret) => `https://x.example/?t=${encodeURIComponent(secret)}&u=1`],
  ['in a URL with small escapes', (secret) => encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())],
  ['in a form', (secret) => new URLSearchParams({ a: '1', token: secret }).toString()],
  ['in base64', (secret) => Buffer.from(secret).toString('base64')],
  ['in base64 without padding', (secret) => Buffer.from(secret).toString('base64').replace(/=+$/, '')],
  ['in base64url', (secret) => Buffer.from(secret).toString('base64url')],
];

test.each(FORMS)('a secret is masked %s', (_form, write) => {
  fc.assert(
    fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
      const redact = createRedactor([secret]);
      const form = write(secret);
      expect(redact(`${before} ${form} ${after}`)).not.toContain(form);
      expect(redact(form)).toMatch(/\[redacted\]|\*\*\*/);
    }),
  );
});

test('a secret within longer base64, such as a basic login, is masked whatever stands before it', () => {
  const redact = createRedactor(['correct horse battery']);
  for (const user of ['', 'a', 'ab', 'abc', 'abcd']) {
    const header = Buffer.from(`${user}:correct horse battery`).toString('base64');
    const masked = redact(`Authorization: Basic ${header}`);
    expect(masked).toContain('[redacted]');
    expect(Buffer.from(masked.replaceAll('[redacted]', ''), 'base64').toString()).not.toContain('horse');
  }
});

test('of two secrets of which one begins the other, nothing of the longer is left', () => {
  const redact = createRedactor(['token-1', 'token-1-and-more']);
  expect(redact('a token-1-and-more b token-1 c')).toBe('a [redacted] b [redacted] c');
});

test('text without secrets stays as it is', () => {
  fc.assert(fc.property(fc.string(), (text) => {
    expect(createRedactor(['Zq8#vN2!kR7@wX4'])(text)).toBe(text);
  }));
  expect(createRedactor([])('plain')).toBe('plain');
});

test('a secret of fewer than four characters is not masked: it would blank out words', () => {
  expect(createRedactor(['a', 'the'])('the data')).toBe('the data');
});

test('an access token of the login is masked by its form alone', () => {
  const token = `eyJ${Buffer.from('{"alg":"HS256"}').toString('base64url').slice(3)}.${Buffer.from('{"exp":1767225600}').toString('base64url')}.c2lnbmF0dXJl`;
  expect(createRedactor([])(`Authorization: Bearer ${token}; x`)).toBe('Authorization: Bearer [redacted]; x');
});

test('a secret that the mask itself would hold is masked in another way', () => {
  expect(createRedactor(['redacted'])('it is redacted')).toBe('it is ***');
});

test('very long secrets, and very many, are masked', () => {
  const long = 'k'.repeat(50_000) + 'end';
  const many = Array.from({ length: 500 }, (_, index) => `secret-number-${index}-${'x'.repeat(40)}`);
  const redact = createRedactor([long, ...many]);
  const redacted = redact(`${long} ${many.join(' ')}`);
  expect(redacted).not.toMatch(/kkkk|secret-number/);
});
