import { expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { setAt } from '../../../../config/load/set-at';
import { BUILT_IN_TAGS } from '../../../../domain/events/tag-map';
import { errorsOf, loadFromText, told, type TextOptions } from '../../load-from-text';

const INPUT = 'inputs.threatquotient_data_puller';
const SERVICE = `${INPUT}.services.events`;

/** The settings of Devo's collector, with one of them changed. */
function settings(path?: string, value?: unknown): object {
  const config = {
    globals: { id: '10001', name: 'collector' },
    inputs: {
      threatquotient_data_puller: {
        api_base_url: 'https://threatq.example.com',
        credentials: { username: 'me@example.com', password: 'pass word' },
        services: { events: { outputs: ['devo'] } },
      },
    },
    outputs: {
      devo: { type: 'console' },
      lookup: {
        type: 'devo_lookup',
        config: { region: 'us', domain: 'acme', token: 'a-token', lookup_name: 'Some_lookup' },
      },
    },
  };
  if (path !== undefined) setAt(config, path.split('.'), value);
  return config;
}

const errors = (path: string, value: unknown, options?: TextOptions): string[] =>
  told(errorsOf(stringify(settings(path, value)), options));

test('an input of the name that Devo uses is one of events, with all defaults', () => {
  const [service] = loadFromText(stringify(settings())).services();
  expect(service).toMatchObject({
    kind: 'events',
    cronSpec: '@every 60s',
    workflowId: 'collector-10001-threatquotient_data_puller-events',
    inputSettings: { verify_host_ssl_cert: true },
    settings: {
      request_period_in_seconds: 60,
      event_fetch_limit_in_items: 500,
      overlap_in_seconds: 120,
      retry_for_seconds: 60,
      reset_persistence_auth: '',
      token_request: 'query',
      query_window: 'filters',
      query_method: 'POST',
      paging: 'offset',
      skip_deleted_events: false,
      devo_tag_map: BUILT_IN_TAGS,
    },
  });
});

test('address and credentials may stand in the service, as in the settings of the old collector', () => {
  const config = {
    ...settings(),
    inputs: {
      threatquotient_data_puller: {
        services: {
          events: {
            api_base_url: 'http://127.0.0.1:8080/api/',
            credentials: { username: 'me', password_file: 'secret' },
            outputs: ['devo'],
          },
        },
      },
    },
  };
  const loaded = loadFromText(stringify(config), { files: { '/etc/collector/secret': 'from a file\n' } });
  expect(loaded.services()[0]?.settings).toMatchObject({
    api_base_url: 'http://127.0.0.1:8080',
    credentials: { username: 'me', password: 'from a file' },
  });
  expect([...loaded.secretFiles.values()]).toEqual(['/etc/collector/secret']);
});

test('an input of the old collector keeps its number, and its service may say what to do about certificates', () => {
  for (const id of [111, '111']) expect(errors(`${INPUT}.id`, id)).toEqual([]);
  const loaded = loadFromText(stringify(settings(`${SERVICE}.verify_host_ssl_cert`, false)));
  expect(loaded.services()[0]?.settings).toMatchObject({ verify_host_ssl_cert: false });
  expect(loaded.warnings).toContainEqual(
    expect.stringContaining(`${SERVICE}.verify_host_ssl_cert: certificates are not checked`),
  );
  const twice = settings(`${SERVICE}.verify_host_ssl_cert`, false);
  setAt(twice, `${INPUT}.verify_host_ssl_cert`.split('.'), true);
  expect(told(errorsOf(stringify(twice)))).toEqual([`25 ${SERVICE}.verify_host_ssl_cert`]);
});

test('an input of another name says its type', () => {
  const config = {
    ...settings(),
    inputs: {
      threatq: {
        type: 'threatquotient',
        api_base_url: 'https://t.example',
        credentials: { username: 'a', password: 'b' },
        services: { events: { outputs: ['devo'] } },
      },
    },
  };
  expect(loadFromText(stringify(config)).services()[0]).toMatchObject({ kind: 'events' });
  expect(errors(`${INPUT}.type`, 'other')).toEqual([`25 ${INPUT}.type`]);
});

test.each<readonly [number, string, unknown, string?]>([
  [1, `${INPUT}.api_base_url`, undefined],
  [1, `${INPUT}.api_base_url`, ''],
  [2, `${INPUT}.api_base_url`, 443],
  [3, `${INPUT}.api_base_url`, 'threatq.example.com'],
  [3, `${INPUT}.api_base_url`, 'ftp://threatq.example.com'],
  [4, `${INPUT}.credentials`, undefined],
  [5, `${INPUT}.credentials`, null],
  [5, `${INPUT}.credentials`, 'me'],
  [6, `${INPUT}.credentials`, { password: 'p' }, `${INPUT}.credentials.username`],
  [7, `${INPUT}.credentials.username`, 5],
  [8, `${INPUT}.credentials`, { username: 'me' }, `${INPUT}.credentials.password`],
  [9, `${INPUT}.credentials.password`, 12345],
  [10, `${INPUT}.verify_host_ssl_cert`, 'yes'],
  [10, `${SERVICE}.verify_host_ssl_cert`, 'yes'],
  [25, `${INPUT}.id`, true],
  [11, `${SERVICE}.event_fetch_limit_in_items`, 0],
  [11, `${SERVICE}.event_fetch_limit_in_items`, 1001],
  [11, `${SERVICE}.event_fetch_limit_in_items`, 'many'],
  [12, `${SERVICE}.devo_tag_map`, {}],
  [12, `${SERVICE}.devo_tag_map`, { Incident: 'threatintel.threatquotient.platform.incident' }],
  [13, `${SERVICE}.reset_persistence_auth`, 5],
  [14, `${SERVICE}.historical_poll_datetime`, 20260131],
  [15, `${SERVICE}.historical_poll_datetime`, '31.01.2026'],
  [16, `${SERVICE}.historical_poll_datetime`, '2025-03-09'],
  [17, `${SERVICE}.historical_poll_datetime`, '2026-03-10T12:00:01Z'],
  [25, `${SERVICE}.api_base_url`, 'https://other.example'],
  [28, `${SERVICE}.credentials`, { username: 'me', password: 'p' }],
  [25, `${SERVICE}.outputs`, ['lookup'], `${SERVICE}.outputs[0]`],
  [22, `${SERVICE}.shrink_limit_percent`, 20],
  [25, `${SERVICE}.token_request`, 'header'],
])('error %i is told of %s with the value %j', (number, path, value, blamed = path) => {
  expect(errors(path, value)).toEqual([`${number} ${blamed}`]);
});

test('a table that Devo could not have is refused with the form of one', () => {
  const found = errorsOf(stringify(settings(`${SERVICE}.devo_tag_map`, { default: 'userdefined' })));
  expect(found).toMatchObject([
    { setting: `${SERVICE}.devo_tag_map.default`, expected: expect.stringContaining('2 to 6 levels') },
  ]);
});

test.each(['2026-03-01T00:00:00Z', '2026-03-01T00:00:00.5Z', '2026-03-01 00:00:00'])('the date %s is one', (date) => {
  expect(errors(`${SERVICE}.historical_poll_datetime`, date)).toEqual([]);
});

test('the offset of a server whose zone is not UTC is hours and minutes behind a sign', () => {
  for (const offset of ['+02:00', '-05:30', '+00:00', '+14:00'])
    expect(errors(`${SERVICE}.server_utc_offset`, offset)).toEqual([]);
  for (const offset of ['2', '+2:00', '+02:60', '+15:00', 'Europe/Madrid'])
    expect(errors(`${SERVICE}.server_utc_offset`, offset)).toEqual([`25 ${SERVICE}.server_utc_offset`]);
});

test.each(['https://t.example', 'https://t.example/', 'https://t.example/api', 'https://t.example//api//'])(
  'the address %s is the one that people mean',
  (url) => {
    const [service] = loadFromText(stringify(settings(`${INPUT}.api_base_url`, url))).services();
    expect(service?.inputSettings).toMatchObject({ api_base_url: 'https://t.example' });
  },
);

test.each([
  ['http://t.example/threatq/api', 1],
  ['http://127.0.0.1:8080', 0],
  ['https://t.example', 0],
])('the address %s, in the input or in the service, has so many warnings of plain http: %i', (url, count) => {
  const inInput = settings(`${INPUT}.api_base_url`, url);
  const inService = settings(`${INPUT}.api_base_url`, undefined);
  setAt(inService, `${SERVICE}.api_base_url`.split('.'), url);
  for (const [config, place] of [
    [inInput, INPUT],
    [inService, SERVICE],
  ] as const) {
    const said = loadFromText(stringify(config)).warnings.filter((each) => each.includes('plain http'));
    expect(said).toEqual(Array(count).fill(expect.stringContaining(`${place}.api_base_url: `)));
  }
});
