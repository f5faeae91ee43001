import { expect, test } from '@jest/globals';
import type { ConfigError } from '../../../../config/config-errors';
import { errorsOf, loadFromText } from '../../load-from-text';

/** A configuration as people type it, with a text without quotes at one of its settings. */
function typed({
  token = 'the-api-token',
  cron = '"@hourly"',
  domain = 'acme',
}: {
  token?: string;
  cron?: string;
  domain?: string;
}): string {
  return [
    'globals: { id: "10001", name: quotes }',
    'inputs:',
    '  ctci:',
    '    api_base_url: https://api.ctci.ai',
    '    credentials:',
    `      api_token: ${token}`,
    '    services:',
    '      cewl:',
    `        cron: ${cron}`,
    '        outputs: [devo_lookup]',
    'outputs:',
    '  devo_lookup:',
    '    type: devo_lookup',
    '    config:',
    `      domain: ${domain}`,
    '      region: us',
    '      token: the-devo-token',
    '      lookup_name: CTCI_CVE_Early_Warning_List',
    '',
  ].join('\n');
}

function only(text: string): ConfigError {
  const errors = errorsOf(text);
  const [error] = errors;
  if (error === undefined || errors.length > 1) throw new Error(`expected one error, got ${JSON.stringify(errors)}`);
  return error;
}

/** What says, anywhere in the error, that the text belongs in quotes. */
function words({ found, expected }: ConfigError): string {
  return `${found}; ${expected}`;
}

const FIRST_CHARACTERS = [
  ['*', '*/5 * * * *'],
  ['*', '* * * * *'],
  ['*', '*'],
  ['*', '*name'],
  ['*', '*a: b'],
  ['&', '&'],
  ['&', '&a b: c'],
  ['@', '@hourly'],
  ['@', '@every 5m'],
  ['%', '%abc'],
  ['!', '!abc'],
  ['!', '!abc def'],
  ['`', '`abc`'],
  ['{', '{abc'],
  ['{', '{abc} def'],
  ['{', '{{ token }}x'],
  ['[', '[abc'],
  ['[', '[abc] def'],
  ['|', '| abc'],
  ['>', '>abc'],
  ['>', '> abc'],
  [',', ', abc'],
  [']', '] abc'],
  ['}', '}abc'],
  ['"', '"abc" def'],
  ['"', '"abc'],
  ["'", "'abc"],
  ["'", "'a'b"],
  ['-', '- abc'],
  ['-', '-'],
  ['?', '? abc'],
  [':', ': abc'],
] as const;

test.each(FIRST_CHARACTERS)(
  'a text that begins with %s is one error at its place that says to quote it: %s',
  (first, text) => {
    for (const [setting, line, column] of [
      ['token', 6, 18],
      ['cron', 9, 15],
      ['domain', 15, 15],
    ] as const) {
      const error = only(typed({ [setting]: text }));
      expect(error).toMatchObject({ number: 21, line, column });
      expect(error.found).toContain(`quote a text that begins with ${first}`);
    }
  },
);

test.each(['a: b', 'a: b: c', 'abc:', '::'])(
  'a text with a colon and a blank in it is one error that says to quote it: %s',
  (text) => {
    const error = only(typed({ domain: text }));
    expect(error).toMatchObject({ number: 21, line: 15, column: 15 });
    expect(error.found).toContain('quote a text with ": " in it');
  },
);

test('two texts that lack their quotes are two errors', () => {
  expect(errorsOf(typed({ cron: '*/5 * * * *', domain: '@acme' }))).toMatchObject([
    { line: 9, column: 15 },
    { line: 15, column: 15 },
  ]);
});

test('what begins within a list or in braces is told in the same way', () => {
  expect(only(typed({}).replace('[devo_lookup]', '[*/5, devo_lookup]'))).toMatchObject({
    line: 10,
    column: 19,
    found: expect.stringContaining('quote a text that begins with *'),
  });
  expect(only(typed({}).replace('outputs: [devo_lookup]', 'outputs:\n        - @devo'))).toMatchObject({
    line: 11,
    column: 11,
    found: expect.stringContaining('quote a text that begins with @'),
  });
  expect(only(typed({}).replace('name: quotes', 'name: %quotes'))).toMatchObject({
    line: 1,
    column: 31,
    found: expect.stringContaining('quote a text that begins with %'),
  });
});

test.each([
  ['123456', 'number'],
  ['017', 'number'],
  ['0o17', 'number'],
  ['0x1F', 'number'],
  ['1e5', 'number'],
  ['1.50', 'number'],
  ['.inf', 'number'],
  ['.nan', 'number'],
  ['-1', 'number'],
  ['0123456789012345678901234567890123', 'number'],
  ['true', 'boolean'],
  ['False', 'boolean'],
])('a token that YAML reads as something else is told to be quoted, and not shown: %s', (token, kind) => {
  const error = only(typed({ token }));
  expect(error).toMatchObject({
    number: 19,
    setting: 'inputs.ctci.credentials.api_token',
    found: `a ${kind}, as YAML reads it without quotes`,
  });
  expect(error.expected).toContain('in quotes');
  expect(JSON.stringify(error)).not.toContain(token);
});

test('the same is told of a Devo token, of every other text, and of a name in a list', () => {
  expect(only(typed({}).replace('the-devo-token', '20260131'))).toMatchObject({
    number: 24,
    setting: 'outputs.devo_lookup.config.token',
    expected: expect.stringContaining('in quotes'),
  });
  expect(only(typed({ domain: '2026' }))).toMatchObject({
    found: 'the number 2026, as YAML reads it without quotes',
    expected: expect.stringContaining('in quotes'),
  });
  expect(only(typed({}).replace('id: "10001"', 'id: 10001'))).toMatchObject({
    number: 24,
    setting: 'globals.id',
    expected: expect.stringContaining('in quotes'),
  });
  expect(only(typed({}).replace('[devo_lookup]', '[devo_lookup, 5]'))).toMatchObject({
    setting: 'inputs.ctci.services.cewl.outputs[1]',
    expected: expect.stringContaining('in quotes'),
  });
});

test.each(['null', '~', 'Null'])(
  '%s without quotes is nothing, and told to be quoted if it is meant as text',
  (text) => {
    expect(only(typed({ token: text }))).toMatchObject({
      number: 19,
      found: expect.stringMatching(/^nothing, as YAML reads .* without quotes/),
    });
  },
);

test.each([
  ['#abc', '#'],
  ['#', '#'],
  ['&abc', '&'],
  ['!!str', '!'],
  ['{abc}', '{'],
  ['{a: b}', '{'],
  ['[abc]', '['],
])('what YAML takes for none of the text is told by its first character: %s', (text, first) => {
  for (const setting of ['token', 'domain', 'cron']) {
    const error = only(typed({ [setting]: text }));
    expect(words(error)).toContain(`quote a text that begins with ${first}`);
    expect(JSON.stringify(error)).not.toContain('abc');
  }
});

test('a setting without anything behind it is nothing, without further words', () => {
  expect(only(typed({ token: '' }))).toMatchObject({ found: 'nothing' });
});

test('a date stays the text that it is in YAML 1.2', () => {
  expect(loadFromText(typed({ token: '2026-01-31' })).secrets).toContain('2026-01-31');
});

test('a number or a boolean in quotes is told to lose them', () => {
  expect(only(typed({}).replace('cron: "@hourly"', 'request_period_in_seconds: "3600"'))).toMatchObject({
    number: 24,
    expected: expect.stringContaining('without quotes'),
  });
  expect(only(typed({}).replace('name: quotes', 'name: quotes, debug: "true"'))).toMatchObject({
    number: 24,
    expected: 'true or false, without quotes',
  });
});

test('an anchor that nothing refers to is warned of, as it may be the begin of a text', () => {
  expect(loadFromText(typed({ token: '&abc the-rest' })).warnings).toEqual([
    expect.stringMatching(/^line 6: an anchor \(&name\) that nothing refers to; quote a text that begins with &$/),
  ]);
  expect(loadFromText(typed({ token: '! abcdef' })).warnings).toEqual([
    expect.stringMatching(/^line 6: .*quote a text that begins with !$/),
  ]);
});
