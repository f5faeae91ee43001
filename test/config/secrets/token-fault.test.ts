import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { validateHeaderValue } from 'node:http';
import { tokenFault } from '../../../config/secrets/token-fault';
import { configWith, configWithAll, errorsOf, loadFromText } from '../load-from-text';

const SPOILT: readonly (readonly [string, string])[] = [
  ['abcd\nefgh', 'a line break'],
  ['abcd\r\nefgh', 'a line break'],
  ['abcdefgh\n', 'a line break'],
  ['abcd\u2013efgh', 'a typographic dash (U+2013)'],
  ['abcd\u2014efgh', 'a typographic dash (U+2014)'],
  ['abcd\u2011efgh', 'a typographic dash (U+2011)'],
  ['"abcdefgh"', 'a quote at its beginning or end'],
  ["'abcdefgh'", 'a quote at its beginning or end'],
  ['\u201cabcdefgh\u201d', 'a quote at its beginning or end (U+201C)'],
  ['abcd\u200befgh', 'an invisible character (U+200B)'],
  ['\ufeffabcdefgh', 'U+FEFF'],
  ['abcdefgh\u2060', 'an invisible character (U+2060)'],
  ['abcd\u00adefgh', 'an invisible character (U+00AD)'],
  ['abcd\u202eefgh', 'an invisible character (U+202E)'],
  ['abcd\u00a0efgh', 'a blank that is no plain space (U+00A0)'],
  ['abcdefgh ', 'a blank at its beginning or end'],
  ['\tabcdefgh', 'a blank at its beginning or end'],
  ['Bearer abcdefgh', 'the name of a header or of its scheme at its beginning'],
  ['bearer: abcdefgh', 'the name of a header or of its scheme at its beginning'],
  ['Authorization: Bearer abcdefgh', 'the name of a header or of its scheme at its beginning'],
  ['standAloneToken: abcdefgh', 'the name of a header or of its scheme at its beginning'],
  ['abcd\u0000efgh', 'a character that cannot be sent (U+0000)'],
  ['abcd\u00f1efgh', 'a character that cannot be sent (U+00F1)'],
  ['abcd\u{1f511}efgh', 'a character that cannot be sent (U+1F511)'],
];

const TOKENS = [
  ['inputs.ctci.credentials.api_token', 19],
  ['outputs.devo_lookup.config.token', 50],
] as const;

test.each(SPOILT)(
  '%j is refused where any token stands, by the name of the setting and in words, and is not shown',
  (token, words) => {
    for (const [setting, number] of TOKENS) {
      const errors = errorsOf(configWith(setting, token));
      expect(errors).toEqual([expect.objectContaining({ number, setting })]);
      expect(JSON.stringify(errors)).toContain(words);
      expect(JSON.stringify(errors)).not.toContain('efgh');
    }
  },
);

test('a token out of a variable or a file is held to the same rule', () => {
  const [variable] = errorsOf(configWith('outputs.devo_lookup.config.token', '${DEVO_API_TOKEN}'), {
    env: { DEVO_API_TOKEN: '"abcdefgh"' },
  });
  expect(variable).toMatchObject({ number: 50, setting: 'outputs.devo_lookup.config.token' });
  expect(JSON.stringify(variable)).toContain('a quote at its beginning or end, out of ${DEVO_API_TOKEN}');

  const text = configWithAll({
    'outputs.devo_lookup.config.token': undefined,
    'outputs.devo_lookup.config.token_file': '/run/token',
  });
  expect(errorsOf(text, { files: { '/run/token': 'abcd\u2013efgh\n' } })).toEqual([
    expect.objectContaining({ number: 50 }),
  ]);
  expect(loadFromText(text, { files: { '/run/token': 'abcdefgh\r\n' } }).secrets).toContain('abcdefgh');
});

test('what is not refused can stand in a header, and arrives as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), (token) => {
      if (tokenFault(token) !== null) return;
      validateHeaderValue('authorization', token);
      expect(Buffer.from(token, 'latin1').toString('utf8')).toBe(token);
      expect(token.trim()).toBe(token);
    }),
  );
});

test('printable ASCII is a token, whatever signs are in it', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z][!-~ ]{0,20}[a-z]$/), (token) => expect(tokenFault(token)).toBeNull()),
  );
});
