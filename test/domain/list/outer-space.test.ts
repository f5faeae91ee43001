import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withoutOuterSpace } from '../../../domain/list/outer-space';

const UNSEEN = [
  ' ',
  '\t',
  '\r\n',
  '\n',
  '\v',
  '\f',
  '\0',
  '\u001f',
  '\u0085',
  '\u00a0',
  '\u00ad',
  '\u1680',
  '\u180e',
  '\u2000',
  '\u200a',
  '\u200b',
  '\u200c',
  '\u200d',
  '\u200e',
  '\u200f',
  '\u2028',
  '\u2029',
  '\u202a',
  '\u202e',
  '\u202f',
  '\u205f',
  '\u2060',
  '\u2064',
  '\u2066',
  '\u2069',
  '\u2800',
  '\u3000',
  '\u3164',
  '\ufe0f',
  '\ufeff',
];

test.each(
  UNSEEN.map((each) => [
    JSON.stringify(each).replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`),
    each,
  ]),
)('%s around a text is cut', (_name, unseen) => {
  expect(withoutOuterSpace(`${unseen}CVE-2024-1`)).toBe('CVE-2024-1');
  expect(withoutOuterSpace(`CVE-2024-1${unseen}`)).toBe('CVE-2024-1');
  expect(withoutOuterSpace(` ${unseen}${unseen}CVE 2024${unseen}1${unseen} `)).toBe(`CVE 2024${unseen}1`);
  expect(withoutOuterSpace(unseen)).toBe('');
});

test('whatever is seen stays, and cutting twice cuts no more than cutting once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const cut = withoutOuterSpace(text);
      expect(text).toContain(cut);
      expect(cut).toBe(cut.trim());
      expect(withoutOuterSpace(cut)).toBe(cut);
    }),
  );
  for (const text of ['CVE-2024-1', 'é', '-', '\ufffd', '\u{1f41e}', '中', 'a b', ''])
    expect(withoutOuterSpace(text)).toBe(text);
});

test('a long text with much white space inside takes no time', () => {
  const text = `a${' '.repeat(1_000_000)}b\u{e0020}`;
  const startedAt = performance.now();
  expect(withoutOuterSpace(text)).toHaveLength(1_000_002);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
