import { expect, test } from '@jest/globals';
import { configWith, configWithAll, loadFromText } from '../../load-from-text';

const TOKEN = 'inputs.ctci.credentials.api_token';

test.each([
  '$CTCI_API_TOKEN',
  '$ctci_token',
  '%CTCI_API_TOKEN%',
  '<your-token>',
  '<TOKEN>',
  '{{ ctci_token }}',
  '[your token]',
  'changeme',
  'CHANGE_ME',
  'change-me!',
  'changeme123',
  'ReplaceMe',
  'replace with your token',
  '...',
  '....',
  'xxx',
  'XXXXXXXX',
  '****',
  '----',
  'todo',
  'TBD',
  'your-token',
  'your_api_token_here',
  'yourpassword',
  'my-token',
  'insert token here',
  'enter-your-token',
  'token',
  'password',
  'secret',
  'placeholder',
  'dummy',
  'example',
  'null',
  'undefined',
  'none',
  '[redacted]',
  'paste token here',
  '$(cat token)',
  '<YOUR DEVO TOKEN>',
])('a token that looks like a placeholder is warned of, and not shown: %s', (token) => {
  const { warnings } = loadFromText(configWith(TOKEN, token));
  const warning = warnings.find((words) => words.includes('looks like a placeholder'));
  expect(warning).toMatch(/^inputs\.ctci\.credentials\.api_token: looks like a placeholder and no secret/);
  if (token.length > 11) expect(warning).not.toContain(token);
});

test.each([
  'the-api-token',
  'a-token',
  'demo-ctci-token',
  'eyJhbGciOiJIUzI1NiJ9.e30.c2ln',
  '3f9c1a7e-0d51-4c6e-9d40-1f2e3d4c5b6a',
  'Pa$$w0rd',
  'x-ray-token-77',
  'aaaabbbbcccc',
  '$ecret!',
  'MyTokenIs5up3r',
  '5ecret<and>more',
])('a token that may be one is not: %s', (token) => {
  expect(loadFromText(configWith(TOKEN, token)).warnings).toEqual([]);
});

test('it is told of every secret: of outputs, of variables, and by the name of the file that holds it', () => {
  const text = configWithAll({
    'inputs.ctci.credentials': { username: 'me', password_file: '/run/secrets/password' },
    'outputs.devo_lookup.config.token': '${DEVO_API_TOKEN}',
    'inputs.ctci.services.cewl.obfuscation': [{ method: 'hash', fields: ['vendor'], key: 'changeme' }],
  });
  const { warnings } = loadFromText(text, {
    env: { DEVO_API_TOKEN: '<token>' },
    files: { '/run/secrets/password': 'changeme\n' },
  });
  const placeholder = expect.stringContaining('looks like a placeholder');
  expect(warnings).toEqual([placeholder, placeholder, placeholder]);
  expect(warnings.map((words) => words.split(':')[0])).toEqual([
    'inputs.ctci.credentials.password_file',
    'inputs.ctci.services.cewl.obfuscation[0].key',
    'outputs.devo_lookup.config.token',
  ]);
});

test('a name without braces is told as the variable that it was meant to be', () => {
  expect(loadFromText(configWith(TOKEN, '$CTCI_API_TOKEN')).warnings).toEqual([
    expect.stringContaining('a variable is written ${NAME}'),
  ]);
});
