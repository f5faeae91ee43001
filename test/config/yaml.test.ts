import { expect, test } from '@jest/globals';
import { configWith, errorsOf, loadFromText, told } from './load-from-text';

test.each([
  ['a missing bracket', 'globals: {id: "1"\ninputs: []\n', 2],
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
  const levels = Array.from({ length: 30 }, (_, level) => `a${level}: &a${level} [${level === 0 ? '1' : Array(9).fill(`*a${level - 1}`).join(', ')}]`);
  expect(told(errorsOf(levels.join('\n')))).toEqual(['21 -']);
});

test.each([
  ['brackets', '['.repeat(50_000)], ['closed brackets', `a: ${'['.repeat(200)}${']'.repeat(200)}`], ['lists in lists', `${'- '.repeat(20_000)}x`], ['keys in keys', `${'? '.repeat(20_000)}x`],
  ['braces', '{a: '.repeat(20_000)], ['mappings', Array.from({ length: 500 }, (_, level) => `${' '.repeat(level)}k:`).join('\n')],
])('nesting without end by %s is refused before it is followed', (_what, text) => {
  expect(errorsOf(text)).toMatchObject([{ number: 21, found: 'nesting that is too deep' }]);
});

test('an anchor may be used more than once', () => {
  const text = configWith('globals', 'GLOBALS').replace('GLOBALS', '{ id: &short "77", name: *short }').replace('domain: acme', 'domain: *short');
  expect(loadFromText(text).config).toMatchObject({ globals: { id: '77', name: '77' }, outputs: { devo_lookup: { config: { domain: '77' } } } });
});

test('an empty file lacks everything', () => {
  for (const text of ['', '# nothing\n', '---\n']) {
    expect(told(errorsOf(text))).toEqual(['23 globals', '23 inputs', '23 outputs']);
  }
});

test('a variable takes its value from the environment, also within a text', () => {
  const text = configWith('inputs.ctci.api_base_url', 'https://${HOST}:${PORT:-8443}');
  expect(loadFromText(text, { env: { HOST: 'ctci.example' } }).services()[0]?.inputSettings.api_base_url).toBe('https://ctci.example:8443');
  expect(loadFromText(text, { env: { HOST: 'ctci.example', PORT: '' } }).services()[0]?.inputSettings.api_base_url).toBe('https://ctci.example:8443');
  expect(loadFromText(text, { env: { HOST: 'ctci.example', PORT: '1' } }).services()[0]?.inputSettings.api_base_url).toBe('https://ctci.example:1');
});

test('a value out of the environment is not looked through for variables, and $${ is a plain ${', () => {
  const token = (text: string, env: Record<string, string>) => loadFromText(configWith('inputs.ctci.credentials.api_token', text), { env }).secrets[0];
  expect(token('${TOKEN}', { TOKEN: 'a${HOME}b$${c' })).toBe('a${HOME}b$${c');
  expect(token('a$${HOME}', {})).toBe('a${HOME}');
});

test('a number or a boolean may come out of a variable; a token of digits stays a text', () => {
  const text = configWith('inputs.ctci.services.cewl.request_period_in_seconds', '${PERIOD:-900}').replace('the-api-token', '${TOKEN}').concat('  c: { type: console }\n');
  const loaded = loadFromText(text.replace('id: "10001"', 'id: "${ID}"\n  debug: "${DEBUG}"'), { env: { TOKEN: '123456', ID: '7', DEBUG: 'true' } });
  expect(loaded.services()[0]).toMatchObject({ cronSpec: '@every 900s', inputSettings: { credentials: { api_token: '123456' } } });
  expect(loaded.config.globals).toMatchObject({ id: '7', debug: true });
});

test('an unset variable is named with the setting and its line', () => {
  const text = configWith('outputs.devo_lookup.config.domain', '${DEVO_DOMAIN}');
  expect(errorsOf(text)).toMatchObject([{ number: 26, setting: 'outputs.devo_lookup.config.domain', line: 18, found: 'no variable DEVO_DOMAIN' }]);
  expect(errorsOf(configWith('globals.name', 'a${1b}'))).toMatchObject([{ number: 25, setting: 'globals.name' }]);
  expect(told(errorsOf(configWith('globals.name', '${constructor}')))).toEqual(['26 globals.name']);
});

test('a wrong value out of a variable is described by the variable, not by the value', () => {
  const [error] = errorsOf(configWith('globals.name', '${NAME}'), { env: { NAME: 'not a name' } });
  expect(error).toMatchObject({ number: 25, found: 'a text with ${NAME} in it' });
});
