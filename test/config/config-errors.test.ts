import { expect, test } from '@jest/globals';
import { configWith, configWithAll, errorsOf, loadFromText, told } from './load-from-text';

const INPUT = 'inputs.ctci';
const SERVICE = `${INPUT}.services.cewl`;
const LOOKUP = 'outputs.devo_lookup';

/** Number, the setting changed, the value put there, and the setting blamed where it is another. */
const CASES: readonly (readonly [number, string, unknown, string?])[] = [
  [1, `${INPUT}.api_base_url`, undefined],
  [1, `${INPUT}.api_base_url`, ''],
  [1, `${INPUT}.api_base_url`, null],
  [2, `${INPUT}.api_base_url`, 443],
  [3, `${INPUT}.api_base_url`, 'api.ctci.ai'],
  [3, `${INPUT}.api_base_url`, 'https://api.ctci.ai/api/v1'],
  [3, `${INPUT}.api_base_url`, 'https://user:pass@api.ctci.ai'],
  [3, `${INPUT}.api_base_url`, 'https://api.ctci.ai:99999'],
  [4, `${INPUT}.credentials`, undefined],
  [5, `${INPUT}.credentials`, null],
  [5, `${INPUT}.credentials`, 'a-token'],
  [5, `${INPUT}.credentials`, ['a-token']],
  [6, `${INPUT}.credentials`, { password: 'p' }, `${INPUT}.credentials.username`],
  [6, `${INPUT}.credentials`, { username: '', password: 'p' }, `${INPUT}.credentials.username`],
  [7, `${INPUT}.credentials`, { username: 5, password: 'p' }, `${INPUT}.credentials.username`],
  [8, `${INPUT}.credentials`, { username: 'me' }, `${INPUT}.credentials.password`],
  [8, `${INPUT}.credentials`, { username: 'me', password: '' }, `${INPUT}.credentials.password`],
  [9, `${INPUT}.credentials`, { username: 'me', password: 12345 }, `${INPUT}.credentials.password`],
  [10, `${INPUT}.verify_host_ssl_cert`, 'yes'],
  [11, `${SERVICE}.event_fetch_limit_in_items`, 100],
  [12, `${SERVICE}.devo_tag_map`, {}],
  [12, `${INPUT}.devo_tag_map`, { a: 'b' }],
  [13, `${SERVICE}.reset_persistence_auth`, 5],
  [14, `${SERVICE}.historical_poll_datetime`, 20260131],
  [15, `${SERVICE}.historical_poll_datetime`, '31.01.2026'],
  [15, `${SERVICE}.historical_poll_datetime`, '2026-02-30'],
  [15, `${SERVICE}.historical_poll_datetime`, ''],
  [16, `${SERVICE}.historical_poll_datetime`, '2025-03-09'],
  [17, `${SERVICE}.historical_poll_datetime`, '2026-03-10T12:00:01Z'],
  [18, `${INPUT}.credentials`, {}, `${INPUT}.credentials.api_token`],
  [19, `${INPUT}.credentials.api_token`, 12345],
  [19, `${INPUT}.credentials.api_token`, ''],
  [19, `${INPUT}.credentials.api_token`, null],
  [22, 'globals.colour', 'red'],
  [23, 'globals.id', undefined],
  [23, 'outputs', undefined],
  [23, `${LOOKUP}.config.region`, undefined],
  [23, `${LOOKUP}.config.token`, undefined],
  [23, `${LOOKUP}.type`, undefined],
  [23, `${SERVICE}.outputs`, undefined],
  [24, 'globals.id', 10001],
  [24, 'globals.debug', 'true'],
  [24, `${SERVICE}.request_period_in_seconds`, '3600'],
  [24, `${SERVICE}.outputs`, 'devo_lookup'],
  [25, 'globals.id', '100001'],
  [25, 'globals.name', 'a collector'],
  [25, 'globals.metrics.prometheus', '0.0.0.0:9464'],
  [25, `${SERVICE}.endpoint`, '//elsewhere.example/list'],
  [25, `${SERVICE}.endpoint`, 'api/v1/cewl'],
  [25, `${SERVICE}.request_period_in_seconds`, 0],
  [24, `${SERVICE}.request_period_in_seconds`, 1.5],
  [25, `${SERVICE}.cron`, '61 * * * *'],
  [25, `${SERVICE}.cron`, '0 0 31 2 *'],
  [25, `${SERVICE}.cron`, 'CRON_TZ=Mars/Olympus 0 * * * *'],
  [25, `${SERVICE}.shrink_limit_percent`, 100.5],
  [25, `${SERVICE}.retry_for_seconds`, 601],
  [25, `${SERVICE}.full_refresh_every`, 'weekly'],
  [25, `${SERVICE}.outputs`, []],
  [25, `${SERVICE}.outputs`, ['devo_lookup', 'devo_lookup'], `${SERVICE}.outputs[1]`],
  [25, `${LOOKUP}.type`, 'devo'],
  [25, `${LOOKUP}.config.region`, 'mars'],
  [25, `${LOOKUP}.config.url`, 'https://api-us.devo.com/lookup-api'],
  [25, `${LOOKUP}.config.lookup_name`, 'short'],
  [25, 'inputs.Upper', { enabled: false }],
  [26, 'globals.name', '${NOT_SET}'],
  [26, `${INPUT}.credentials.api_token`, '${NOT_SET}'],
  [27, `${INPUT}.credentials`, { api_token_file: 'missing' }, `${INPUT}.credentials.api_token_file`],
  [27, `${INPUT}.credentials`, { api_token_file: '/empty' }, `${INPUT}.credentials.api_token_file`],
  [
    28,
    `${INPUT}.credentials`,
    { api_token: 'a-token', api_token_file: '/empty' },
    `${INPUT}.credentials.api_token_file`,
  ],
  [
    28,
    `${INPUT}.credentials`,
    { api_token: 'a-token', username: 'me', password: 'p' },
    `${INPUT}.credentials.username`,
  ],
  [28, `${LOOKUP}.config.token_file`, '/secret'],
  [29, `${SERVICE}.outputs`, ['devo_lookup', 'constructor'], `${SERVICE}.outputs[1]`],
  [
    31,
    `${SERVICE}.obfuscation`,
    [{ method: 'remove', fields: ['vendor', 'CVE'] }],
    `${SERVICE}.obfuscation[0].fields[1]`,
  ],
  [23, `${SERVICE}.obfuscation`, [{ method: 'hash', fields: ['vendor'] }], `${SERVICE}.obfuscation[0].key`],
  [25, `${SERVICE}.obfuscation`, [{ method: 'shred', fields: ['vendor'] }], `${SERVICE}.obfuscation[0].method`],
];

test.each(CASES)('error %d: %s with the value %j', (number, path, value, blamed = path) => {
  const files = { '/empty': '\n', '/secret': 'a-secret\n' };
  expect(told(errorsOf(configWith(path, value), { files }))).toContain(`${number} ${blamed}`);
});

test.each(CASES.filter(([, , value]) => value !== null && typeof value !== 'object'))(
  'one fault is one error: %d at %s with %j',
  (_number, path, value) => {
    const files = { '/empty': '\n', '/secret': 'a-secret\n' };
    const related = path === 'outputs' ? 2 : 1; // without outputs the service's own name is unknown as well
    expect(errorsOf(configWith(path, value), { files })).toHaveLength(related);
  },
);

test('two services that deliver to one lookup are error 30, whatever name the output has', () => {
  const again = {
    type: 'devo_lookup',
    config: {
      url: 'https://API.us.devo.com:443/lookup-api/',
      domain: 'acme',
      token: 't-o-k-e-n',
      lookup_name: 'CTCI_CVE_Early_Warning_List',
    },
  };
  const shared = configWith(`${INPUT}.services.second`, { outputs: ['devo_lookup'] });
  expect(told(errorsOf(shared))).toEqual([`30 ${INPUT}.services.second.outputs[0]`]);
  const copied = configWithAll({ 'outputs.again': again, [`${SERVICE}.outputs`]: ['devo_lookup', 'again'] });
  expect(told(errorsOf(copied))).toEqual([`30 ${SERVICE}.outputs[1]`]);
  const disabled = configWith(`${INPUT}.services.second`, { enabled: false, outputs: ['devo_lookup'] });
  expect(errorsOf(disabled)).toEqual([]);
});

test('a service has a period or a cron line, not both', () => {
  expect(
    told(errorsOf(configWithAll({ [`${SERVICE}.request_period_in_seconds`]: 60, [`${SERVICE}.cron`]: '@hourly' }))),
  ).toEqual([`25 ${SERVICE}.cron`]);
});

test('a date that has grown too old is only a warning where state may exist; one in the future stays an error', () => {
  const old = configWith(`${SERVICE}.historical_poll_datetime`, '2020-01-01');
  expect(loadFromText(old, { judgeHistory: 'warn' }).warnings).toEqual([expect.stringContaining('older than a year')]);
  const future = configWith(`${SERVICE}.historical_poll_datetime`, '2027-01-01');
  expect(told(errorsOf(future, { judgeHistory: 'warn' }))).toEqual([`17 ${SERVICE}.historical_poll_datetime`]);
});

test('an error names file, line, column, what was found, what is expected, and the remedy', () => {
  const [error] = errorsOf(configWith(`${SERVICE}.shrink_limit_percent`, 120));
  expect(error).toEqual({
    number: 25,
    name: 'SetupError',
    setting: `${SERVICE}.shrink_limit_percent`,
    message: 'Setting has a value that is not allowed',
    remedy: expect.stringContaining('docs/configuration.md'),
    file: '/etc/collector/config.yaml',
    line: 13,
    column: 9,
    found: 'the number 120',
    expected: 'a number from 0 up to 100',
    suggestion: null,
  });
});

test('a setting that is missing is placed at the mapping that lacks it', () => {
  expect(errorsOf(configWith('globals.name', undefined))).toMatchObject([
    { number: 23, setting: 'globals.name', line: 1, column: 1 },
  ]);
});

test.each([
  ['globals.nmae', 'name'],
  [`${INPUT}.api_base_ulr`, 'api_base_url'],
  [`${SERVICE}.request_period_in_second`, 'request_period_in_seconds'],
  [`${SERVICE}.shrink-limit-percent`, 'shrink_limit_percent'],
  [`${LOOKUP}.config.lookupname`, 'lookup_name'],
])('a mistyped %s is answered with the nearest known name', (path, suggestion) => {
  expect(errorsOf(configWith(path, 'x'))).toMatchObject([{ number: 22, setting: path, suggestion }]);
});

test('a mistyped name is not reported as missing as well', () => {
  const text = configWithAll({
    [`${LOOKUP}.config.token`]: undefined,
    [`${LOOKUP}.config.tokn`]: 'x',
    [`${LOOKUP}.config.domain`]: undefined,
    [`${LOOKUP}.config.domian`]: 'acme',
  });
  expect(told(errorsOf(text))).toEqual([`22 ${LOOKUP}.config.tokn`, `22 ${LOOKUP}.config.domian`]);
});

test('a name that is near nothing has no suggestion, but the list of what is known', () => {
  const [error] = errorsOf(configWith('globals.xylophone', 1));
  expect(error).toMatchObject({ suggestion: null, expected: expect.stringContaining('external_storage') });
});

const LEGACY = {
  address: 'collector-us.devo.io',
  chain: 'a',
  cert: 'b',
  key: 'c',
  lookup_name: 'CTCI_CVE_Early_Warning_List',
};

/** The outputs of two services, and whether the second is blamed. */
function bothWrite(first: object, second: object): string[] {
  const services = { 'inputs.ctci.services': { cewl: { outputs: ['one'] }, second: { outputs: ['two'] } } };
  return told(errorsOf(configWithAll({ ...services, outputs: { one: first, two: second } })));
}

function lookup(config: object): object {
  return {
    type: 'devo_lookup',
    config: { region: 'us', domain: 'acme', token: 't-o-k-e-n', lookup_name: 'CTCI_CVE_Early_Warning_List', ...config },
  };
}

function legacy(config: object): object {
  return { type: 'devo_lookup_legacy', config: { ...LEGACY, ...config } };
}

const BLAMED = [`30 ${INPUT}.services.second.outputs[0]`];

test('a domain or a lookup in another case may be the same', () => {
  expect(bothWrite(lookup({ domain: 'demo' }), lookup({ domain: 'DEMO' }))).toEqual(BLAMED);
  expect(bothWrite(lookup({}), lookup({ lookup_name: 'ctci_cve_early_warning_list' }))).toEqual(BLAMED);
  expect(bothWrite(legacy({}), legacy({ lookup_name: 'ctci_cve_EARLY_warning_list' }))).toEqual(BLAMED);
  expect(bothWrite(lookup({ domain: 'demo' }), lookup({ domain: 'demo2' }))).toEqual([]);
});

test('the same lookup by its API and by events is one lookup, unless the regions differ', () => {
  expect(bothWrite(lookup({}), legacy({}))).toEqual(BLAMED);
  expect(bothWrite(legacy({}), lookup({}))).toEqual(BLAMED);
  expect(bothWrite(lookup({}), legacy({ address: 'US.elb.relay.logtrust.net' }))).toEqual(BLAMED);
  expect(bothWrite(lookup({}), legacy({ address: 'relay.acme.example' }))).toEqual(BLAMED);
  expect(bothWrite(lookup({ region: undefined, url: 'https://lookups.acme.example' }), legacy({}))).toEqual(BLAMED);
  expect(bothWrite(lookup({}), legacy({ address: 'collector-eu.devo.io' }))).toEqual([]);
  expect(bothWrite(lookup({}), legacy({ lookup_name: 'Another_List' }))).toEqual([]);
});

test('two addresses of one region lead to one lookup', () => {
  expect(bothWrite(legacy({}), legacy({ address: 'us.elb.relay.logtrust.net' }))).toEqual(BLAMED);
  expect(bothWrite(legacy({}), legacy({ address: 'collector-eu.devo.io' }))).toEqual([]);
});
