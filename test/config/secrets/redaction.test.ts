import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRedactor } from '../../../config/secrets/redaction';

/** Secrets as they may be: not all blanks, and at least as long as what is masked. */
const secrets = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 60 }).filter((text) => text.trim().length >= 8);

const FORMS: readonly (readonly [string, (secret: string) => string])[] = [
  ['as it is', (secret) => secret],
  ['in JSON', (secret) => JSON.stringify({ secret })],
  ['in JSON within JSON', (secret) => JSON.stringify(JSON.stringify({ secret }))],
  ['in a URL', (secret) => `https://x.example/?t=${encodeURIComponent(secret)}&u=1`],
  [
    'in a URL with small escapes',
    (secret) => encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
  ],
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
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(createRedactor(['Zq8#vN2!kR7@wX4'])(text)).toBe(text);
    }),
  );
  expect(createRedactor([])('plain')).toBe('plain');
});

test('a secret of fewer than four characters is not masked: it would blank out words', () => {
  expect(createRedactor(['a', 'the'])('the data')).toBe('the data');
});

test('an access token of the login is masked by its form alone', () => {
  const part = (json: string): string => Buffer.from(json).toString('base64url');
  const token = `${part('{"alg":"HS256"}')}.${part('{"exp":1767225600}')}.c2lnbmF0dXJl`;
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

const AWKWARD = 'k&y"<A>/\\ %+é😀\'=end';
const UPPER_HEX = Buffer.from(AWKWARD).toString('hex').toUpperCase();
const BYTE_BY_BYTE = [...Buffer.from(AWKWARD)];
const percentAll = BYTE_BY_BYTE.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

test.each<[string, string]>([
  ['in hexadecimal', UPPER_HEX.toLowerCase()],
  ['in hexadecimal with capitals', UPPER_HEX],
  ['as parted bytes', UPPER_HEX.replace(/..(?=.)/g, '$&:')],
  ['as bytes with 0x', BYTE_BY_BYTE.map((byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(', ')],
  ['as a Buffer in JSON', JSON.stringify(Buffer.from(AWKWARD))],
  ['as a Buffer in indented JSON', JSON.stringify(Buffer.from(AWKWARD), null, 2)],
  ['in a URL twice over', encodeURIComponent(encodeURIComponent(AWKWARD))],
  ['in a URL three times over', encodeURIComponent(encodeURIComponent(encodeURIComponent(AWKWARD)))],
  ['in a URL with every byte escaped', percentAll],
  [
    'in a URL with mixed case',
    encodeURIComponent(AWKWARD).replace(/%[0-9A-F]{2}/g, (escape, at: number) =>
      at % 2 === 0 ? escape : escape.toLowerCase(),
    ),
  ],
  [
    'in HTML with names',
    AWKWARD.replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/'/g, '&#39;'),
  ],
  ['in HTML within HTML', AWKWARD.replace(/&/g, '&amp;amp;').replace(/</g, '&amp;lt;').replace(/>/g, '&amp;gt;')],
  ['in HTML with decimal numbers', Array.from(AWKWARD, (each) => `&#${each.codePointAt(0)};`).join('')],
  [
    'in HTML with hexadecimal numbers',
    Array.from(AWKWARD, (each) => `&#x${each.codePointAt(0)?.toString(16).toUpperCase()};`).join(''),
  ],
  [
    'in HTML with padded numbers',
    Array.from(AWKWARD, (each) => `&#x000${each.codePointAt(0)?.toString(16)};`).join(''),
  ],
  [
    'in JSON with every character escaped',
    Array.from(
      { length: AWKWARD.length },
      (_, at) => `\\u${AWKWARD.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  ],
  ['in JSON with slashes escaped', JSON.stringify(AWKWARD).replaceAll('/', '\\/')],
  ['in JSON within JSON within JSON', JSON.stringify(JSON.stringify(JSON.stringify(AWKWARD)))],
  [
    'with \\x escapes',
    AWKWARD.replace(/[^a-z]/gu, (each) => (each.charCodeAt(0) < 0x80 ? `\\x${each.charCodeAt(0).toString(16)}` : each)),
  ],
  ['quoted for a shell', AWKWARD.replace(/[&"<>\\%'=+/]/g, '\\$&')],
  ['in base64 in a URL', encodeURIComponent(Buffer.from(AWKWARD).toString('base64'))],
  ['in base64url without padding', Buffer.from(AWKWARD).toString('base64url')],
])('an awkward secret is masked %s', (_form, form) => {
  const redacted = createRedactor([AWKWARD])(`before ${form} after`);
  expect(redacted).toContain('[redacted]');
  expect(redacted).not.toMatch(/end|&#101;|656e64|\\u0065|%65|101,\s*110/i);
  expect(redacted).toMatch(/^before .* after$/s);
});

test('each line of a key is masked where it stands alone, and the lines that say what it is are not', () => {
  const lines = [
    '-----BEGIN PRIVATE KEY-----',
    'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj',
    'MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu',
    '-----END PRIVATE KEY-----',
  ];
  const redact = createRedactor([`${lines.join('\r\n')}\r\n`]);
  expect(redact(`  ${lines[2]}`)).toBe('  [redacted]');
  expect(redact(Buffer.from(`x${lines[1]}`).toString('base64'))).toContain('[redacted]');
  expect(redact('no -----BEGIN PRIVATE KEY----- line')).toBe('no -----BEGIN PRIVATE KEY----- line');
});

test('a mixture of escapes in one secret is masked, whatever the secret', () => {
  const escapes: readonly ((character: string) => string)[] = [
    (character) => character,
    (character) => [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    (character) => `&#${character.codePointAt(0)};`,
    (character) =>
      Array.from(
        { length: character.length },
        (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
      ).join(''),
  ];
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', minLength: 8, maxLength: 40 }).filter((text) => text.trim() === text),
      fc.array(fc.nat(3), { minLength: 1 }),
      (secret, ways) => {
        const written = Array.from(
          secret,
          (character, at) => escapes[ways[at % ways.length] ?? 0]?.(character) ?? '',
        ).join('');
        fc.pre(!'[redacted]'.includes(secret));
        expect(createRedactor([secret])(`<${written}>`)).toBe('<[redacted]>');
      },
    ),
    {
      numRuns: 40,
      examples: [
        ['12345678\r\n!', [0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3]],
        ['!\n12345678', [2, 1, 0]],
      ],
    },
  );
});

test('texts full of signs of escapes are masked in no time', () => {
  const redact = createRedactor([
    '\\\\\\\\\\"\\"\\"secret',
    '%%%%%%%%25252525',
    '&&&&amp;&amp;&amp;',
    'aaaaaaaa aaaaaaaa',
  ]);
  const started = performance.now();
  for (const text of [
    '\\'.repeat(20_000),
    '%25'.repeat(20_000),
    '&amp;'.repeat(20_000),
    'a'.repeat(50_000),
    '61 '.repeat(30_000),
    '97,'.repeat(30_000),
  ]) {
    redact(`${text}x`);
  }
  expect(performance.now() - started).toBeLessThan(10_000); // minutes were it quadratic; a machine may be busy
});

const parted = (between: string) => (secret: string) =>
  (Buffer.from(secret).toString('hex').toUpperCase().match(/../g) ?? []).join(between);

test.each<[string, (secret: string) => string]>([
  ['with dots', parted('.')],
  ['with underscores', parted('_')],
  ['with wide gaps', parted('   ')],
  ['with bars', parted(' | ')],
  ['as quoted-printable', parted('=')],
  ['as escapes of a byte string', parted('\\x')],
  ['as 0x with semicolons', parted('; 0x')],
  ['as decimals with blanks', (secret) => [...Buffer.from(secret)].join(' ')],
  ['as decimals with semicolons', (secret) => [...Buffer.from(secret)].join('; ')],
])('the bytes of a secret are masked %s', (_form, write) => {
  fc.assert(
    fc.property(secrets, (secret) => {
      const rest = createRedactor([secret])(`<${write(secret)}>`);
      expect(rest).toMatch(/^<(\\x|[;|=._\s]|0x|\[redacted\]|\*\*\*)*>$/);
    }),
    { examples: [['0      !'], [`X${'a'.repeat(39)}`]] },
  );
});

test('the first bytes of a long secret are masked as Node shows a buffer, which cuts the rest off', () => {
  for (let length = 8; length <= 200; length += 1) {
    const secret = Array.from({ length }, (_, at) => String.fromCharCode(0x21 + ((at * 7) % 90))).join('');
    const bytes = createRedactor([secret])(inspect(Buffer.from(secret))).match(/\b[0-9a-f]{2}\b/g) ?? [];
    expect(bytes.length).toBeLessThan(20); // of the piece in which Node cuts
  }
});

test('a blank that was written as + and then encoded again is masked', () => {
  expect(createRedactor(['correct horse battery'])('?q=correct%2Bhorse%2Bbattery')).toBe('?q=[redacted]');
});
