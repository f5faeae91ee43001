import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ConfigErrors } from '../../config/config-errors';
import { loadConfig } from '../../config/load-config';
import { configWith, configWithAll, errorsOf, loadFromText, NOW, told } from './load-from-text';

const SERVICE = 'inputs.ctci.services.cewl';
const CEWL = { input: 'ctci', service: 'cewl' };

test('what is left out has its default', () => {
  const { config } = loadFromText(configWith('globals.debug', false));
  expect(config.globals).toEqual({
    id: '10001',
    name: 'ctci_collector',
    debug: false,
    worker_versioning: false,
    sender_stats_period_in_sec: 300,
    memory_stats_period_in_sec: 300,
  });
  expect(config.inputs.ctci?.services.cewl).toEqual({
    enabled: true,
    endpoint: '/api/v1/cewl',
    request_period_in_seconds: 3600,
    reset_persistence_auth: '',
    shrink_limit_percent: 20,
    retry_for_seconds: 60,
    full_refresh_every: 604_800,
    deliver_volatile: false,
    obfuscation: [],
    outputs: ['devo_lookup'],
  });
  expect(config.outputs.devo_lookup).toMatchObject({
    config: { mode: 'auto', verify_host_ssl_cert: true, url: 'https://api-us.devo.com/lookup-api' },
  });
});

test('a service comes with its outputs, ids and cron', () => {
  const loaded = loadFromText(configWith(`${SERVICE}.request_period_in_seconds`, 900));
  expect(loaded.taskQueue).toBe('ctci-collector-ctci_collector-10001');
  expect(loaded.services()).toMatchObject([
    {
      input: 'ctci',
      service: 'cewl',
      workflowId: 'ctci_collector-10001-ctci-cewl',
      cronSpec: '@every 900s',
      staleAfterSeconds: 2700,
      outputs: [{ name: 'devo_lookup', type: 'devo_lookup' }],
    },
  ]);
});

test('only enabled services of enabled inputs run', () => {
  expect(loadFromText(configWith('inputs.ctci.enabled', false)).services()).toEqual([]);
  expect(loadFromText(configWith(`${SERVICE}.enabled`, false)).services()).toEqual([]);
  const two = configWith('inputs.ctci.services.second', { outputs: ['trial'] }).concat('  trial: { type: console }\n');
  expect(
    loadFromText(two)
      .services()
      .map(({ workflowId }) => workflowId),
  ).toEqual(['ctci_collector-10001-ctci-cewl', 'ctci_collector-10001-ctci-second']);
});

test('with a cron line the longest time between two ticks counts as the period', () => {
  const [service] = loadFromText(configWith(`${SERVICE}.cron`, 'CRON_TZ=Europe/Madrid 0 8-18 * * 1-5')).services();
  expect(service).toMatchObject({
    cronSpec: 'CRON_TZ=Europe/Madrid 0 8-18 * * 1-5',
    staleAfterSeconds: 3 * (2 * 24 + 14) * 3600,
  });
});

test('both ways of authentication become one of two shapes', () => {
  const token = loadFromText(configWith('globals.id', '1')).services();
  expect(token[0]?.inputSettings).toMatchObject({ credentials: { way: 'api_token', api_token: 'the-api-token' } });
  const login = loadFromText(
    configWith('inputs.ctci.credentials', { username: 'me', password: 'pass word' }),
  ).services();
  expect(login[0]?.inputSettings).toMatchObject({
    credentials: { way: 'login', username: 'me', password: 'pass word' },
  });
});

test('api_base_url and url lose the slash at their end', () => {
  const text = configWithAll({
    'inputs.ctci.api_base_url': 'http://127.0.0.1:8080/',
    'outputs.devo_lookup.config.region': undefined,
    'outputs.devo_lookup.config.url': 'http://127.0.0.1:1/lookup-api/',
  });
  const [service] = loadFromText(text).services();
  expect(service?.inputSettings.api_base_url).toBe('http://127.0.0.1:8080');
  expect(service?.outputs[0]).toMatchObject({ config: { url: 'http://127.0.0.1:1/lookup-api' } });
});

test.each([['us'], ['eu'], ['ca'], ['apac']])('region %s has the host with a hyphen', (region) => {
  const [service] = loadFromText(configWith('outputs.devo_lookup.config.region', region)).services();
  expect(service?.outputs[0]).toMatchObject({ config: { url: `https://api-${region}.devo.com/lookup-api` } });
});

test('full_refresh_every takes a duration, and 0 for never', () => {
  const refresh = (value: unknown) =>
    loadFromText(configWith(`${SERVICE}.full_refresh_every`, value))
      .services()
      .map(({ settings }) => ('full_refresh_every' in settings ? settings.full_refresh_every : undefined))[0];
  expect([refresh('12h'), refresh('2w'), refresh('0'), refresh(0)]).toEqual([43_200, 1_209_600, null, null]);
});

test('a date without quotes stays the text that it is', () => {
  const text = configWith(`${SERVICE}.historical_poll_datetime`, 'DATE').replace('DATE', '2026-01-31');
  expect(loadFromText(text).services()[0]?.settings.historical_poll_datetime).toBe('2026-01-31');
});

test('paths are relative to the configuration file', () => {
  const text = configWithAll({
    'inputs.ctci.ca_file': 'tls/ca.pem',
    'globals.external_storage.folder': '/srv/payloads',
    'outputs.devo_lookup': {
      type: 'devo_platform',
      config: { address: 'collector-us.devo.io', chain: 'c/chain.crt', cert: '../acme.crt', key: 'c/acme.key' },
    },
  });
  const { config } = loadFromText(text);
  expect(config.inputs.ctci?.ca_file).toBe('/etc/collector/tls/ca.pem');
  expect(config.globals.external_storage?.folder).toBe('/srv/payloads');
  expect(config.outputs.devo_lookup).toMatchObject({
    config: {
      chain: '/etc/collector/c/chain.crt',
      cert: '/etc/acme.crt',
      key: '/etc/collector/c/acme.key',
      port: 443,
      tag: 'my.app.ctci.cewl',
      gzip: false,
    },
  });
});

test('the fingerprint of a service changes with what its pulls do, and with nothing else', () => {
  const fingerprint = (text: string) => loadFromText(text).fingerprint(CEWL);
  const plain = fingerprint(configWith('globals.id', '10001'));
  expect(plain).toMatch(/^[0-9a-f]{64}$/);
  expect(fingerprint(`# a comment\n${configWith('globals.debug', false)}`)).toBe(plain);
  expect(fingerprint(configWith('inputs.ctci.credentials.api_token', 'another-token'))).toBe(plain);
  expect(fingerprint(configWith(`${SERVICE}.shrink_limit_percent`, 21))).not.toBe(plain);
  const withFile = (path: string) => fingerprint(configWith('inputs.ctci.ca_file', path));
  expect(withFile('/a/ca.pem')).toBe(withFile('/b/ca.pem'));
  expect(withFile('/a/ca.pem')).not.toBe(plain);
});

test.each<[string, unknown]>([
  ['globals.metrics.prometheus', '127.0.0.1:9464'],
  ['globals.debug', true],
  ['globals.sender_stats_period_in_sec', 60],
  ['globals.memory_stats_period_in_sec', 60],
  [`${SERVICE}.request_period_in_seconds`, 60],
  [`${SERVICE}.cron`, '0 * * * *'],
  [`${SERVICE}.stale_after_seconds`, 60],
  ['inputs.ctci.services.other', { outputs: ['devo_lookup'], endpoint: '/other', enabled: false }],
  [
    'inputs.another',
    {
      api_base_url: 'https://other.example',
      credentials: { api_token: 'token-of-another' },
      enabled: false,
      services: {},
    },
  ],
  ['outputs.unused', { type: 'console' }],
])('workers that differ in %s agree on the pulls of a service', (path, value) => {
  expect(loadFromText(configWith(path, value)).fingerprint(CEWL)).toBe(
    loadFromText(configWith('globals.id', '10001')).fingerprint(CEWL),
  );
});

test.each<[string, unknown]>([
  ['globals.external_storage.folder', '/srv/payloads'],
  ['inputs.ctci.api_base_url', 'https://other.example'],
  ['inputs.ctci.verify_host_ssl_cert', false],
  ['inputs.ctci.requests_per_second', 1],
  [`${SERVICE}.endpoint`, '/cve/cewl_download'],
  [`${SERVICE}.retry_for_seconds`, 61],
  [`${SERVICE}.reset_persistence_auth`, 'v2'],
  [`${SERVICE}.obfuscation`, [{ method: 'remove', fields: ['vendor'] }]],
  ['outputs.devo_lookup.config.lookup_name', 'another'],
  ['outputs.devo_lookup.config.mode', 'full'],
])('workers that differ in %s do not', (path, value) => {
  expect(loadFromText(configWith(path, value)).fingerprint(CEWL)).not.toBe(
    loadFromText(configWith('globals.id', '10001')).fingerprint(CEWL),
  );
});

test('the order of outputs is that of delivery, and a service that is not there has no fingerprint', () => {
  const both = (...outputs: string[]) =>
    loadFromText(configWithAll({ 'outputs.lines': { type: 'console' }, [`${SERVICE}.outputs`]: outputs }));
  expect(both('devo_lookup', 'lines').fingerprint(CEWL)).not.toBe(both('lines', 'devo_lookup').fingerprint(CEWL));
  for (const name of ['other', 'constructor', '__proto__']) {
    expect(both('lines').fingerprint({ input: name, service: 'cewl' })).toBeNull();
    expect(both('lines').fingerprint({ input: 'ctci', service: name })).toBeNull();
  }
});

test('the fingerprint follows a key of an obfuscation, wherever it is read from, and shows nothing of it', () => {
  const rule = (key: object) => ({ method: 'hash', fields: ['vendor'], ...key });
  const fingerprint = (...rules: object[]) =>
    loadFromText(configWith(`${SERVICE}.obfuscation`, rules), {
      env: { OBFUSCATION_KEY: 'key-one' },
      files: { '/etc/collector/key': 'key-one\n' },
    }).fingerprint(CEWL);
  const plain = fingerprint(rule({ key: 'key-one' }));
  expect(plain).toMatch(/^[0-9a-f]{64}$/);
  expect(fingerprint(rule({ key: '${OBFUSCATION_KEY}' }))).toBe(plain);
  expect(fingerprint(rule({ key_file: 'key' }))).toBe(plain);
  expect(fingerprint(rule({ key: 'key-two' }))).not.toBe(plain);
  const second = (key: string) => fingerprint(rule({ key: 'key-one' }), rule({ key }));
  expect(second('key-one')).not.toBe(second('key-two'));
});

test('a configuration is read from the disk, with its secrets, and a file that others may read is a warning', () => {
  const folder = mkdtempSync(join(tmpdir(), 'collector-config-'));
  try {
    const file = join(folder, 'config.yaml');
    const secret = join(folder, 'token');
    writeFileSync(file, configWith('inputs.ctci.credentials', { api_token_file: 'token' }));
    writeFileSync(secret, 'from-a-file\n');
    chmodSync(secret, 0o600);
    const owned = loadConfig(file, { env: {}, now: NOW });
    expect(owned.services()[0]?.inputSettings).toMatchObject({
      credentials: { way: 'api_token', api_token: 'from-a-file' },
    });
    expect(owned.warnings).toEqual([]);
    chmodSync(secret, 0o644);
    expect(loadConfig(file, { env: {}, now: NOW }).warnings).toEqual([
      expect.stringMatching(/^inputs\.ctci\.credentials\.api_token_file: others may read the file \(mode 0644\)/),
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['its owner alone', { mode: 0o600 }, false],
  [
    'its group, by whom another user gives it to the collector, as Kubernetes does',
    { mode: 0o440, owned: false },
    false,
  ],
  ['its group, and it is of the collector itself', { mode: 0o640, owned: true }, true],
  ['everybody', { mode: 0o444, owned: false }, true],
])('a secret file that may be read by %s is told of or not', (_, rights, warned) => {
  const files = { '/etc/collector/token': { text: 'from-a-file', ...rights } };
  const { warnings } = loadFromText(configWith('inputs.ctci.credentials', { api_token_file: 'token' }), { files });
  expect(warnings.filter((words) => words.includes('others may read the file'))).toHaveLength(warned ? 1 : 0);
});

test('a file that is not there is error 20, without a position', () => {
  let caught: unknown;
  try {
    loadConfig('/nowhere/config.yaml', { env: {}, now: NOW });
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(ConfigErrors);
  expect(caught).toMatchObject({
    errors: [{ number: 20, file: '/nowhere/config.yaml', line: null, column: null, found: 'no such file' }],
    first: { id: 'config_not_found', number: 20 },
  });
});

test('all errors come at once, in the order of the file', () => {
  const text = configWithAll({
    'globals.id': 10001,
    'inputs.ctci.api_base_url': 'ftp://x',
    'inputs.ctci.credentials': { username: 'me' },
    [`${SERVICE}.cron`]: 'often',
    [`${SERVICE}.outputs`]: ['nowhere'],
    'outputs.devo_lookup.config.token': undefined,
    'outputs.devo_lookup.config.lookup_name': 'x-y',
  });
  expect(told(errorsOf(text))).toEqual([
    '24 globals.id',
    '3 inputs.ctci.api_base_url',
    '8 inputs.ctci.credentials.password',
    `29 ${SERVICE}.outputs[0]`,
    `25 ${SERVICE}.cron`,
    '23 outputs.devo_lookup.config.token',
    '25 outputs.devo_lookup.config.lookup_name',
  ]);
});

test('the first error stands for all where only one can be told', () => {
  let caught: unknown;
  try {
    loadFromText(configWithAll({ 'globals.id': 1, 'globals.name': 'a b' }));
  } catch (error) {
    caught = error;
  }
  expect(caught).toMatchObject({ first: { number: 24, setting: 'globals.id', retryable: false } });
  expect(String(caught)).toContain('(and 1 more)');
});

test.each([
  ['CRON_TZ=US/Pacific-New 0 * * * *', 'a time zone that Temporal knows'],
  ['0 0 30 2 *', 'a day that some month has'],
  ['0 0 * * 7', 'Sunday is 0'],
  ['* * * *', 'five cron fields'],
])('the cron %s is refused with what is wrong with it', (cron, expected) => {
  expect(
    errorsOf(
      configWithAll({
        'inputs.ctci.services.cewl.cron': cron,
        'inputs.ctci.services.cewl.request_period_in_seconds': undefined,
      }),
    ),
  ).toMatchObject([{ number: 25, expected: expect.stringContaining(expected) }]);
});
