import { expect, test } from '@jest/globals';
import { configWith, errorsOf, loadFromText, told } from '../../load-from-text';

test.each([
  ['a missing bracket', 'globals: {id: "1"\ninputs: []\n', 1],
  ['a name given twice', 'globals:\n  id: "1"\n  id: "2"\n', 3],
  ['a tab as indentation', 'globals:\n\tid: "1"\n', 2],
  ['a second document', 'globals: {}\n---\nglobals: {}\n', 2],
  ['an alias without anchor', 'globals:\n  id: *nobody\n', 2],
  ['a tag', 'globals:\n  id: !secret x\n', 2],
  ['a name that JavaScript keeps for itself', 'outputs:\n  __proto__: { type: console }\n', 1],
  ['an anchor that holds itself', 'globals: &a\n  id: *a\n', 1],
])('%s is error 21 with the line', (_what, text, line) => {
  const errors = errorsOf(text);
  expect(errors[0]).toMatchObject({ number: 21, line });
});

test('anchors that unfold without end are refused at once', () => {
  const levels = Array.from(
    { length: 30 },
    (_, level) =>
      `a${level}: &a${level} [${
        level === 0
          ? '1'
          : Array(9)
              .fill(`*a${level - 1}`)
              .join(', ')
      }]`,
  );
  expect(told(errorsOf(levels.join('\n')))).toEqual(['21 -']);
});

test.each([
  ['brackets', '['.repeat(50_000)],
  ['closed brackets', `a: ${'['.repeat(200)}${']'.repeat(200)}`],
  ['lists in lists', `${'- '.repeat(20_000)}x`],
  ['keys in keys', `${'? '.repeat(20_000)}x`],
  ['braces', '{a: '.repeat(20_000)],
  ['mappings', Array.from({ length: 500 }, (_, level) => `${' '.repeat(level)}k:`).join('\n')],
])('nesting without end by %s is refused before it is followed', (_what, text) => {
  expect(errorsOf(text)).toMatchObject([{ number: 21, found: 'nesting that is too deep' }]);
});

test('an anchor may be used more than once', () => {
  const text = configWith('globals', 'GLOBALS')
    .replace('GLOBALS', '{ id: &short "77", name: *short }')
    .replace('domain: acme', 'domain: *short');
  expect(loadFromText(text).config).toMatchObject({
    globals: { id: '77', name: '77' },
    outputs: { devo_lookup: { config: { domain: '77' } } },
  });
});

test('an empty file lacks everything', () => {
  for (const text of ['', '# nothing\n', '---\n']) {
    expect(told(errorsOf(text))).toEqual(['23 globals', '23 inputs', '23 outputs']);
  }
});

test('a variable takes its value from the environment, also within a text', () => {
  const text = configWith('inputs.ctci.api_base_url', 'https://${HOST}:${PORT:-8443}');
  expect(loadFromText(text, { env: { HOST: 'ctci.example' } }).services()[0]?.inputSettings.api_base_url).toBe(
    'https://ctci.example:8443',
  );
  expect(
    loadFromText(text, { env: { HOST: 'ctci.example', PORT: '' } }).services()[0]?.inputSettings.api_base_url,
  ).toBe('https://ctci.example:8443');
  expect(
    loadFromText(text, { env: { HOST: 'ctci.example', PORT: '1' } }).services()[0]?.inputSettings.api_base_url,
  ).toBe('https://ctci.example:1');
});

test('a value out of the environment is not looked through for variables, and $${ is a plain ${', () => {
  const token = (text: string, env: Record<string, string>) =>
    loadFromText(configWith('inputs.ctci.credentials.api_token', text), { env }).secrets[0];
  expect(token('${TOKEN}', { TOKEN: 'a${HOME}b$${c' })).toBe('a${HOME}b$${c');
  expect(token('a$${HOME}', {})).toBe('a${HOME}');
});

test('a number or a boolean may come out of a variable; a token of digits stays a text', () => {
  const text = configWith('inputs.ctci.services.cewl.request_period_in_seconds', '${PERIOD:-900}')
    .replace('the-api-token', '${TOKEN}')
    .concat('  c: { type: console }\n');
  const loaded = loadFromText(text.replace('id: "10001"', 'id: "${ID}"\n  debug: "${DEBUG}"'), {
    env: { TOKEN: '123456', ID: '7', DEBUG: 'true' },
  });
  expect(loaded.services()[0]).toMatchObject({
    cronSpec: '@every 900s',
    inputSettings: { credentials: { api_token: '123456' } },
  });
  expect(loaded.config.globals).toMatchObject({ id: '7', debug: true });
});

test('an unset variable is named with the setting and its line', () => {
  const text = configWith('outputs.devo_lookup.config.domain', '${DEVO_DOMAIN}');
  expect(errorsOf(text)).toMatchObject([
    { number: 26, setting: 'outputs.devo_lookup.config.domain', line: 18, found: 'no variable DEVO_DOMAIN' },
  ]);
  expect(errorsOf(configWith('globals.name', 'a${1b}'))).toMatchObject([{ number: 25, setting: 'globals.name' }]);
  expect(told(errorsOf(configWith('globals.name', '${constructor}')))).toEqual(['26 globals.name']);
});

test('a wrong value out of a variable is described by the variable, not by the value', () => {
  const [error] = errorsOf(configWith('globals.name', '${NAME}'), { env: { NAME: 'not a name' } });
  expect(error).toMatchObject({ number: 25, found: 'a text with ${NAME} in it' });
});

test('merge keys bring in what an anchor holds, and what stands beside them wins', () => {
  const text = configWith('inputs.ctci.services', 'SERVICES').replace(
    'SERVICES',
    '{ cewl: &cewl { request_period_in_seconds: 60, shrink_limit_percent: 5, outputs: ' +
      '[devo_lookup] }, second: { <<: *cewl, shrink_limit_percent: 7, outputs: [console] } }',
  );
  const loaded = loadFromText(`${text}  console: { type: console }\n`);
  expect(loaded.services()).toMatchObject([
    { cronSpec: '@every 60s', settings: { shrink_limit_percent: 5 } },
    { cronSpec: '@every 60s', settings: { shrink_limit_percent: 7 } },
  ]);
});

test('a list of anchors is merged from left to right, the first wins', () => {
  const shared = 'x-a: &a { id: "1" }\nx-b: &b { id: "2", name: both }\n';
  expect(
    loadFromText(shared + configWith('globals', 'GLOBALS').replace('GLOBALS', '{ <<: [*a, *b] }')).config.globals,
  ).toMatchObject({ id: '1', name: 'both' });
});

test('names that begin with x- hold what anchors share, and are no settings; elsewhere they are unknown', () => {
  const shared = 'x-shared: &shared { id: "${UNSET}", token: 12345 }\n';
  expect(loadFromText(shared + configWith('globals.id', '7')).config.globals.id).toBe('7');
  expect(told(errorsOf(configWith('globals.x-shared', '7')))).toEqual(['22 globals.x-shared']);
  const fingerprint = (text: string) => loadFromText(text).fingerprint({ input: 'ctci', service: 'cewl' });
  expect(fingerprint(shared + configWith('globals.id', '7'))).toBe(fingerprint(configWith('globals.id', '7')));
});

test.each([
  ['a number', '<<: 5'],
  ['a list', '<<: [1]'],
  ['nothing', '<<:'],
  ['an anchor of a list', 'x: &list [1]\n  <<: *list'],
  ['an unknown anchor', '<<: *nobody'],
])('a merge key with %s is refused with its line', (_what, merge) => {
  const [error] = errorsOf(`globals:\n  ${merge}\n`);
  expect(error).toMatchObject({ number: 21, line: merge.split('\n').length + 1 });
  expect(error?.found).toMatch(/merge key \(<<\)|alias/);
});

test('an error in what was merged or referred to is placed where it stands', () => {
  const text = 'x-shared: &shared\n  id: "10001"\n  nmae: x\nglobals:\n  <<: *shared\n  name: n\n';
  expect(errorsOf(text)).toContainEqual(expect.objectContaining({ setting: 'globals.nmae', line: 3, column: 3 }));
  const whole = 'x-shared: &shared\n  id: 10001\n  name: x\nglobals: *shared\n';
  expect(errorsOf(whole)).toContainEqual(expect.objectContaining({ setting: 'globals.id', line: 2, column: 3 }));
});

test('merges that unfold without end are refused at once', () => {
  expect(errorsOf('globals: &g\n  <<: *g\n')).toMatchObject([{ number: 21 }]);
});
