import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { ConfigErrors } from '../../../config/config-errors';
import { isMapping } from '../../../config/load/plain-data';
import { createRedactor } from '../../../config/secrets/redaction';
import { renderConfigErrors, renderConfigErrorsAsJson } from '../../../config/render-config-errors';
import { loadFromText, validConfig, type TextOptions } from '../load-from-text';

/** Loads a text; what it says is all words that a user would see: errors in every form, or warnings. */
function wordsOf(text: string, options?: TextOptions): string {
  try {
    const loaded = loadFromText(text, options);
    return [
      ...loaded.warnings,
      ...loaded.services().map(loaded.fingerprint),
      loaded.taskQueue,
      ...loaded.services().map(({ workflowId }) => workflowId),
    ].join('\n');
  } catch (error) {
    if (!(error instanceof ConfigErrors)) throw error;
    expect(error.errors.length).toBeGreaterThan(0);
    for (const { number, line, column, found, expected } of error.errors) {
      expect(number).toBeGreaterThan(0);
      expect(line).toBeGreaterThanOrEqual(1);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(`${found}${expected}`).not.toBe('');
    }
    const { errors, first } = error;
    return [
      renderConfigErrors(errors, { color: false }),
      renderConfigErrorsAsJson(errors),
      String(error),
      String(error.stack),
      JSON.stringify(first.report()),
    ].join('\n');
  }
}

const NAMES = [
  'globals',
  'inputs',
  'outputs',
  'ctci',
  'credentials',
  'services',
  'cewl',
  'config',
  'type',
  'api_token',
  'token_file',
  'obfuscation',
  'method',
  'fields',
  '__proto__',
  'constructor',
  'cron',
  '0',
  '',
];

/** Any data, with names that mean something more often than chance would have it. */
const anyData = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(
      fc.string(),
      fc.constantFrom('devo_lookup', 'hash', '${X}', '${X:-1}', '@every 1s', '2026-01-01'),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...NAMES), fc.string()), tie('node'), { maxKeys: 5 }),
  ),
})).node;

/** Paths to every place of the valid configuration, mappings included. */
function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (!isMapping(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([name, item]) => pathsOf(item, [...path, name]))];
}

function replaceAt(value: unknown, [name, ...rest]: readonly string[], replacement: unknown): unknown {
  if (name === undefined) return replacement;
  return isMapping(value) ? { ...value, [name]: replaceAt(value[name], rest, replacement) } : value;
}

test('any text is accepted, or refused with an error that has a number and a position', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      wordsOf(text);
    }),
    { numRuns: 100 },
  );
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          'a',
          ':',
          ' ',
          '\n',
          '-',
          '[',
          ']',
          '{',
          '}',
          '&a',
          '*a',
          '!',
          '|',
          '>',
          '"',
          "'",
          '#',
          '%',
          '@',
          '?',
          ',',
          '\t',
          '<<',
          '---',
          '${A}',
        ),
        { maxLength: 60 },
      ),
      (parts) => {
        wordsOf(parts.join(''));
      },
    ),
    { numRuns: 300 },
  );
});

test('any data is accepted, or refused with an error that has a number and a position', () => {
  fc.assert(
    fc.property(anyData, (data) => {
      wordsOf(stringify(data));
    }),
    { numRuns: 200 },
  );
});

test('a valid configuration with anything at any place is accepted, or refused in the same way', () => {
  fc.assert(
    fc.property(fc.constantFrom(...pathsOf(validConfig())), anyData, (path, data) => {
      wordsOf(stringify(replaceAt(validConfig(), path, data)));
    }),
    { numRuns: 250 },
  );
});

test('a valid configuration cut or disturbed anywhere is accepted, or refused in the same way', () => {
  const text = stringify(validConfig());
  fc.assert(
    fc.property(fc.nat(text.length), fc.nat(5), fc.string({ maxLength: 5 }), (at, removed, inserted) => {
      wordsOf(text.slice(0, at) + inserted + text.slice(at + removed));
    }),
    { numRuns: 250 },
  );
});

/** Places that hold a secret, each with what turns the valid configuration into one that has it. */
const SECRET_PLACES: readonly (readonly [string, (secret: unknown) => unknown])[] = [
  ['api_token', (secret) => replaceAt(validConfig(), ['inputs', 'ctci', 'credentials', 'api_token'], secret)],
  [
    'password',
    (secret) => replaceAt(validConfig(), ['inputs', 'ctci', 'credentials'], { username: 'me', password: secret }),
  ],
  [
    'password without username',
    (secret) => replaceAt(validConfig(), ['inputs', 'ctci', 'credentials'], { password: secret }),
  ],
  [
    'a mistyped api_token',
    (secret) => replaceAt(validConfig(), ['inputs', 'ctci', 'credentials'], { api_tokne: secret }),
  ],
  ['credentials themselves', (secret) => replaceAt(validConfig(), ['inputs', 'ctci', 'credentials'], secret)],
  ['token', (secret) => replaceAt(validConfig(), ['outputs', 'devo_lookup', 'config', 'token'], secret)],
  ['token at a wrong place', (secret) => replaceAt(validConfig(), ['outputs', 'devo_lookup', 'token'], secret)],
  [
    'key',
    (secret) =>
      replaceAt(
        validConfig(),
        ['inputs', 'ctci', 'services', 'cewl', 'obfuscation'],
        [{ method: 'hash', fields: ['vendor'], key: secret }],
      ),
  ],
  [
    'a user in an address',
    (secret) =>
      replaceAt(
        validConfig(),
        ['inputs', 'ctci', 'api_base_url'],
        `https://me:${typeof secret === 'string' ? secret : 'x'}@ctci.example`,
      ),
  ],
];

const CANARY = 'canary/7f3e+9a';
const damage = fc.oneof(
  fc.constant<unknown>(CANARY),
  fc.tuple(fc.string(), fc.string()).map(([before, after]): unknown => `${before}${CANARY}${after}`),
  fc.constantFrom<unknown>([CANARY], { [CANARY]: 1 }, { value: CANARY }, [[{ a: [CANARY] }]]),
);

test.each(SECRET_PLACES)(
  'a secret in %s is in no word, whatever its form and whatever else is wrong',
  (_place, withSecret) => {
    fc.assert(
      fc.property(damage, fc.constantFrom(...pathsOf(validConfig())), fc.option(anyData), (secret, path, data) => {
        const config = withSecret(secret);
        const words = wordsOf(
          stringify(
            data === null
              ? config
              : { ...validConfig(), ...(isMapping(config) ? config : {}), other: replaceAt(config, path, data) },
          ),
        );
        expect(createRedactor([CANARY])(words)).toBe(words);
      }),
      { numRuns: 20 },
    );
  },
);

test('a secret in a text that is no YAML is in no word', () => {
  const text = stringify(replaceAt(validConfig(), ['inputs', 'ctci', 'credentials', 'api_token'], CANARY));
  fc.assert(
    fc.property(
      fc.nat(text.length),
      fc.constantFrom('*', '!', '"', "'", '[', '{', '&', '%', '@', '\t', ': ', '- ', '\n', '|', '#', '`'),
      (at, inserted) => {
        const words = wordsOf(text.slice(0, at) + inserted + text.slice(at));
        expect(words).not.toContain(CANARY);
      },
    ),
    { numRuns: 150 },
  );
  for (const sign of ['*', '!', '"', "'", '[', '{', '&', '%', '@', '`', '|'])
    expect(wordsOf(text.replace(CANARY, sign + CANARY))).not.toContain(CANARY);
});

test('a secret that stands at another place as well is in no word there either', () => {
  const config = replaceAt(validConfig(), ['outputs', 'devo_lookup', 'config', 'token'], 'sesamopen');
  const asValue = wordsOf(stringify(replaceAt(config, ['globals', 'name'], 'my sesamopen')));
  expect(asValue).toContain('found the text "my [redacted]"');
  expect(asValue).not.toContain('sesamopen');
  expect(wordsOf(stringify(replaceAt(config, ['globals', 'sesamopen'], 1)))).not.toContain('sesamopen');
});

test('a secret out of a variable or a file is in no word, and among the secrets', () => {
  const config = replaceAt(validConfig(), ['inputs', 'ctci', 'credentials'], { api_token_file: 'token' });
  const files = { '/etc/collector/token': { text: `${CANARY}\r\n`, mode: 0o644 } };
  expect(loadFromText(stringify(config), { files }).secrets).toContain(CANARY);
  expect(wordsOf(stringify(config), { files })).not.toContain(CANARY);
  expect(
    wordsOf(stringify(replaceAt(config, ['globals'], { id: 1, name: '${CANARY}' })), { files, env: { CANARY } }),
  ).not.toContain(CANARY);
  expect(wordsOf(stringify(replaceAt(config, ['inputs', 'ctci', 'ca_file'], [])), { files })).not.toContain(CANARY);
});

test('the keys of Temporal and the passwords of proxies are among the secrets', () => {
  const env = { TEMPORAL_API_KEY: 'temporal-key', HTTPS_PROXY: 'http://me:p%40ss@proxy.example:3128' };
  expect(loadFromText(stringify(validConfig()), { env }).secrets).toEqual([
    'the-api-token',
    'the-devo-token',
    'temporal-key',
    'p%40ss',
    'p@ss',
  ]);
});
