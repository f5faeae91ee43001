import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { configText } from '../../../client/init/config-text';
import { init, type InitOptions } from '../../../client/init/init';
import type { TryOut } from '../../../client/init/interview';
import { loadConfig } from '../../../config/load-config';
import type { CheckedStep } from '../../../domain/checked-step';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-init-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const ANSWERS = { region: 'eu', domain: 'acme' };
const NOW = new Date('2026-03-10T12:00:00Z');

function options(changes: Partial<InitOptions> = {}): InitOptions {
  return { file: join(folder, 'config.yaml'), force: false, given: ANSWERS, env: {}, terminal: null, ...changes };
}

/** A person who waits for each question and then types the next line. */
function person(...typed: string[]): { terminal: NonNullable<InitOptions['terminal']>; screen: () => string } {
  const input = new PassThrough();
  const output = new PassThrough();
  let screen = '';
  output.on('data', (chunk: Buffer) => {
    screen += chunk.toString('utf8');
    if (!/: $/.test(screen.replace(/\u001B\[[0-9;]*[A-Za-z]/g, ''))) return;
    const line = typed.shift();
    if (line === '^C') input.write('\u0003');
    else if (line !== undefined) input.write(`${line}\r`);
  });
  return { terminal: { input, output }, screen: () => screen };
}

test('without a terminal, region and domain are enough, and what was made is a valid configuration', async () => {
  const { exit, words } = await init(options());
  expect(exit).toBe(0);
  expect(words).toContain('CTCI_API_TOKEN');
  const loaded = loadConfig(join(folder, 'config.yaml'), {
    env: { CTCI_API_TOKEN: 'ctci-token', DEVO_API_TOKEN: 'devo-token' },
    now: NOW,
  });
  expect(loaded.warnings).toEqual([]);
  expect(loaded.config.outputs['devo_lookup']).toMatchObject({
    config: {
      url: 'https://api-eu.devo.com/lookup-api',
      domain: 'acme',
      token: 'devo-token',
      lookup_name: 'CTCI_CVE_Early_Warning_List',
    },
  });
});

test('the next commands are told with the file where they would not find it by themselves', async () => {
  const file = join(folder, 'config.yaml');
  expect((await init(options())).words).toContain(`"ctci-collector up --config ${file}"`);
  const env = { CTCI_CONFIG: file };
  expect((await init(options({ env, force: true }))).words).toContain('"ctci-collector up" starts');
});

test('without a terminal, all that is missing is named at once, and nothing is written', async () => {
  await expect(init(options({ given: {} }))).rejects.toMatchObject({ number: 700, setting: '--region, --domain' });
  await expect(init(options({ given: { login: 'password' } }))).rejects.toMatchObject({
    number: 700,
    setting: '--username, --region, --domain',
  });
  expect(() => statSync(join(folder, 'config.yaml'))).toThrow();
});

test.each([
  ['lookupName', 'x'],
  ['period', '0'],
  ['period', 'often'],
  ['apiBaseUrl', 'https://api.ctci.ai/path'],
  ['region', 'mars'],
  ['login', 'key'],
  ['id', '123456'],
  ['domain', 'a b'],
])('an option --%s with the value %s is refused with what is expected', async (key, value) => {
  await expect(init(options({ given: { ...ANSWERS, [key]: value } }))).rejects.toMatchObject({
    number: 700,
    message: expect.stringContaining('expected'),
  });
});

test('what is left as it was is said, and its mode is not promised away', async () => {
  mkdirSync(join(folder, 'secrets'));
  writeFileSync(join(folder, 'secrets', 'ctci_api_token'), 'the-old-token\n', { mode: 0o644 });
  const { exit, words } = await init(
    options({
      given: { ...ANSWERS, secrets: 'files' },
      env: { DEVO_API_TOKEN: 'devo-token', TEMPORAL_ADDRESS: '127.0.0.1:1' },
    }),
  );
  expect(exit).toBe(0);
  expect(words).toContain(`${join(folder, 'secrets', 'ctci_api_token')} was there already, and is left as it was`);
  expect(words).toMatch(/api_token_file: others may read the file \(mode 0644\)/);
  expect(words).toContain(`The secrets are in ${join(folder, 'secrets', 'devo_api_token')}, which only you may read.`);
  expect(readFileSync(join(folder, 'secrets', 'ctci_api_token'), 'utf8')).toBe('the-old-token\n');
  expect(statSync(join(folder, 'secrets', 'ctci_api_token')).mode & 0o777).toBe(0o644);
});

test.each(['/proc/x/config.yaml', '/dev/null/config.yaml'])(
  'a folder that cannot be made ends init at once, with the path: %s',
  async (file) => {
    await expect(init(options({ file }))).rejects.toMatchObject({
      number: 700,
      setting: '--config',
      message: expect.stringContaining(`${file} cannot be written: `),
    });
  },
);

test('a file that is there stays as it is, unless it may be written over', async () => {
  writeFileSync(join(folder, 'config.yaml'), 'mine');
  await expect(init(options())).rejects.toMatchObject({ number: 704 });
  expect(readFileSync(join(folder, 'config.yaml'), 'utf8')).toBe('mine');
  await init(options({ force: true }));
  expect(readFileSync(join(folder, 'config.yaml'), 'utf8')).toContain('domain: acme');
});

test('secrets go into files that only their owner may read, and into no other file', async () => {
  const env = { CTCI_API_TOKEN: 'canary-ctci', DEVO_API_TOKEN: 'canary-devo', TEMPORAL_ADDRESS: '127.0.0.1:1' };
  const { exit } = await init(options({ given: { ...ANSWERS, secrets: 'files' }, env }));
  expect(exit).toBe(0);
  for (const name of ['ctci_api_token', 'devo_api_token'])
    expect(statSync(join(folder, 'secrets', name)).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'secrets')).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(folder, 'config.yaml'), 'utf8')).not.toContain('canary');
  const loaded = loadConfig(join(folder, 'config.yaml'), { env: {}, now: NOW });
  expect(loaded.secrets).toEqual(['canary-ctci', 'canary-devo']);
  expect(loaded.warnings).toEqual([]);
});

test('a secret file that is there is kept, and with --force it is written anew for its owner alone', async () => {
  const given = { ...ANSWERS, secrets: 'files' };
  const env = { CTCI_API_TOKEN: 'first-ctci', DEVO_API_TOKEN: 'first-devo', TEMPORAL_ADDRESS: '127.0.0.1:1' };
  await init(options({ given, env }));
  rmSync(join(folder, 'config.yaml'));
  const other = { ...env, CTCI_API_TOKEN: 'second-ctci' };
  await init(options({ given, env: other }));
  expect(readFileSync(join(folder, 'secrets', 'ctci_api_token'), 'utf8')).toBe('first-ctci\n');
  writeFileSync(join(folder, 'secrets', 'ctci_api_token'), 'open', { mode: 0o644 });
  await init(options({ given, env: other, force: true }));
  expect(readFileSync(join(folder, 'secrets', 'ctci_api_token'), 'utf8')).toBe('second-ctci\n');
  expect(statSync(join(folder, 'secrets', 'ctci_api_token')).mode & 0o777).toBe(0o600);
});

test('without a terminal, secrets for files come out of their variables, else the variable is named', async () => {
  await expect(init(options({ given: { ...ANSWERS, secrets: 'files' } }))).rejects.toMatchObject({
    number: 700,
    message: expect.stringContaining('CTCI_API_TOKEN'),
  });
});

test('a person is asked for all, an empty answer takes what is usual, a wrong one is asked for again', async () => {
  const { terminal, screen } = person(
    ...['mars', '2', '', 'variables', '', 'password', 'me@example.com', ''],
    ...['mars', 'us', 'acme', 'My_Lookup', '', '900'],
  );
  const { exit, words } = await init(options({ given: {}, terminal }));
  expect(exit).toBe(0);
  expect(screen()).toContain('It must be cisa_kev or ctci or threatquotient, or its number.');
  expect(screen()).toContain('It must be us, eu, ca, apac');
  expect(words).toMatch(/CTCI_PASSWORD(.*\n)+Next: "ctci-collector up --config /);
  const { config } = loadConfig(join(folder, 'config.yaml'), {
    env: { CTCI_PASSWORD: 'the-password', DEVO_API_TOKEN: 'devo-token' },
    now: NOW,
  });
  expect(config.inputs['ctci']).toMatchObject({
    credentials: { way: 'login', username: 'me@example.com', password: 'the-password' },
  });
  expect(config.inputs['ctci']?.services['cewl']?.request_period_in_seconds).toBe(900);
  expect(config.outputs['devo_lookup']).toMatchObject({ config: { lookup_name: 'My_Lookup' } });
});

test('the list that needs no account comes first, and to look at it is two answers', async () => {
  const { terminal, screen } = person('', 'console', 'no', '');
  const { exit, words } = await init(options({ given: {}, terminal }));
  expect(exit).toBe(0);
  expect(screen()).toMatch(/1 +cisa_kev .*no account/);
  expect(words).toContain("CISA's list to the log of the worker, every 3600 s.");
  expect(words).toContain('"ctci-collector logs --config');
});

const FAILED: CheckedStep = {
  name: 'CTCI list',
  ok: false,
  ms: 3,
  words: 'CTCI refuses the token',
  error: {
    number: 401,
    name: 'ApiError',
    setting: 'inputs.ctci.credentials.api_token',
    message: 'CTCI refuses the token',
    remedy: 'Make a new one.',
  },
};

test('what does not work is told with its remedy, and what it is about can be told anew, or kept', async () => {
  const tried: string[] = [];
  const tryOut: TryOut = (_answers, side, secrets) => {
    tried.push(`${side} ${[...secrets].map(([name, value]) => `${name}=${value}`).join()}`);
    return Promise.resolve(tried.length === 1 ? [FAILED] : [{ ...FAILED, ok: true, words: 'fine', error: null }]);
  };
  // the empty answer to "what next" takes what the error is about: the secret
  const { terminal, screen } = person(
    ...['2', 'devo', 'files', '', 'token', 'wrong-token', 'yes', '', 'right-token'],
    ...['us', 'acme', '', 'devo-token', '', ''],
  );
  const { exit } = await init(options({ given: {}, terminal, tryOut, env: { TEMPORAL_ADDRESS: '127.0.0.1:1' } }));
  expect(exit).toBe(0);
  expect(tried).toEqual([
    'source CTCI_API_TOKEN=wrong-token',
    'source CTCI_API_TOKEN=right-token',
    'outputs DEVO_API_TOKEN=devo-token',
  ]);
  expect(screen()).toMatch(/✗ CTCI list: CTCI refuses the token(.|\n)*Make a new one/);
  expect(screen()).toContain('[secret]');
  expect(screen()).not.toMatch(/wrong-token|right-token|devo-token/);
  expect(readFileSync(join(folder, 'secrets', 'ctci_api_token'), 'utf8')).toBe('right-token\n');
});

test('options that the configuration would have no place for are refused', async () => {
  for (const [given, setting] of [
    [{ source: 'cisa_kev', target: 'console', username: 'me' }, '--username'],
    [{ source: 'cisa_kev', target: 'console', domain: 'acme' }, '--domain'],
    [{ source: 'threatquotient', login: 'token' }, '--login'],
    [{ source: 'mars' }, '--source'],
    [{ source: 'threatquotient' }, '--api-base-url, --username, --region, --domain'],
  ] as const)
    await expect(init(options({ given }))).rejects.toMatchObject({ number: 700, setting });
});

test('a secret that is typed is never shown, nor what is pasted behind it', async () => {
  const { terminal, screen } = person('canary-ctci\rcanary-behind', 'no', 'no', 'no');
  const env = { TEMPORAL_ADDRESS: '127.0.0.1:1', DEVO_API_TOKEN: 'canary-devo' };
  const given = {
    ...ANSWERS,
    source: 'ctci',
    target: 'devo',
    apiBaseUrl: 'https://api.ctci.ai',
    login: 'token',
    lookupName: 'My_Lookup',
    period: '60',
    secrets: 'files',
  };
  const { words } = await init(options({ given, env, terminal }));
  expect(readFileSync(join(folder, 'secrets', 'ctci_api_token'), 'utf8')).toBe('canary-ctci\n');
  expect(readFileSync(join(folder, 'secrets', 'devo_api_token'), 'utf8')).toBe('canary-devo\n');
  expect(`${screen()}${words}`).not.toContain('canary');
});

test('Ctrl-C at a question ends it, and nothing is written', async () => {
  const { terminal } = person('', '^C');
  expect(await init(options({ given: {}, terminal }))).toMatchObject({
    exit: 130,
    words: expect.stringContaining('Nothing was written'),
  });
  expect(() => statSync(join(folder, 'config.yaml'))).toThrow();
});

test('any user name and address of the API come back as they were told', () => {
  const names = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .map((text) => text.trim())
    .filter((text) => text !== '' && !/[\p{Cc}\p{Cs}\u2028\u2029\uFEFF]/u.test(text));
  fc.assert(
    fc.property(
      fc.oneof(names, fc.constantFrom('${X}', '$${X}', 'no', '007', '#x', "it's", '"', '- a', 'a: b', '*x', '~')),
      (username) => {
        const answers = {
          id: '10001',
          name: 'c',
          source: { kind: 'ctci' as const, apiBaseUrl: 'https://api.ctci.ai', username },
          target: { kind: 'devo' as const, region: 'us', domain: 'acme', lookupName: 'My_Lookup' },
          periodSeconds: 60,
          secretsIn: 'variables' as const,
        };
        const text = configText(answers, null);
        const { config } = loadConfig('config.yaml', {
          env: { CTCI_PASSWORD: 'p', DEVO_API_TOKEN: 't' },
          now: NOW,
          readFile: () => ({ text, mode: 0o600 }),
        });
        expect(config.inputs['ctci']).toMatchObject({ credentials: { username } });
      },
    ),
  );
});
