import { expect, test } from '@jest/globals';
import { canary, secretsIn } from '../../bench/faults/judge/canary';

const SECRET = canary('ctci', 't1');
const OTHER = canary('devo', 't1');

test('a secret is found as it is, in base64 at any offset, in a URL and in JSON, in text and in bytes', () => {
  const url = encodeURIComponent(SECRET.value);
  const base64 = ['', 'a', 'ab', 'abc'].map((before) =>
    Buffer.from(`${before}${SECRET.value} and more`).toString('base64'),
  );
  for (const form of [SECRET.value, url, url.toLowerCase(), JSON.stringify({ key: SECRET.value }), ...base64]) {
    expect(secretsIn(`before ${form} after`, [SECRET, OTHER])).toEqual(['ctci']);
    expect(secretsIn(Buffer.from(`\0${form}\xff`), [SECRET, OTHER])).toEqual(['ctci']);
  }
});

test('what holds no secret is clean', () => {
  expect(secretsIn('canary-ctci-t2', [SECRET, OTHER])).toEqual([]);
});
