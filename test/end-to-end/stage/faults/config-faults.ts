import { configWith, configWithAll } from '../../../config/load-from-text';

/** A configuration with one fault, and the number that it has to be refused with. */
export interface ConfigFault {
  readonly number: number;
  readonly fault: string;
  /** The file's text; null: there is no file. */
  readonly text: string | null;
}

const INPUT = 'inputs.ctci';
const SERVICE = `${INPUT}.services.cewl`;
const LOOKUP = 'outputs.devo_lookup';
const EVENTS_INPUT = 'inputs.threatquotient_data_puller';
const EVENTS = `${EVENTS_INPUT}.services.events`;
const DAY_MS = 86_400_000;

function daysFromNow(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
}

function changed(number: number, path: string, value: unknown): ConfigFault {
  return {
    number,
    fault: `${path} is ${value === undefined ? 'missing' : JSON.stringify(value)}`,
    text: configWith(path, value),
  };
}

/** The same in the configuration of a service of events, as a user of Devo's collector brings it. */
function changedOfEvents(number: number, path: string, value: unknown): ConfigFault {
  const given = {
    [EVENTS_INPUT]: {
      api_base_url: 'https://threatq.example.com',
      credentials: { username: 'me@example.com', password: 'a-password' },
      services: { events: { outputs: ['screen'] } },
    },
    'outputs.screen': { type: 'console' },
  };
  return { ...changed(number, path, value), text: configWithAll({ ...given, [path]: value }) };
}

/** The numbers of the page of Devo's collector that a configuration can have, all of them. */
export const EVENTS_CONFIG_FAULTS: readonly ConfigFault[] = [
  changedOfEvents(1, `${EVENTS_INPUT}.api_base_url`, undefined),
  changedOfEvents(2, `${EVENTS_INPUT}.api_base_url`, 443),
  changedOfEvents(3, `${EVENTS_INPUT}.api_base_url`, 'threatq.example.com'),
  changedOfEvents(4, `${EVENTS_INPUT}.credentials`, undefined),
  changedOfEvents(5, `${EVENTS_INPUT}.credentials`, ['me']),
  changedOfEvents(6, `${EVENTS_INPUT}.credentials`, { password: 'a-password' }),
  changedOfEvents(7, `${EVENTS_INPUT}.credentials`, { username: 5, password: 'a-password' }),
  changedOfEvents(8, `${EVENTS_INPUT}.credentials`, { username: 'me' }),
  changedOfEvents(9, `${EVENTS_INPUT}.credentials`, { username: 'me', password: 12345 }),
  changedOfEvents(10, `${EVENTS_INPUT}.verify_host_ssl_cert`, 'yes'),
  changedOfEvents(10, `${EVENTS}.verify_host_ssl_cert`, 'yes'),
  changedOfEvents(11, `${EVENTS}.event_fetch_limit_in_items`, 1001),
  changedOfEvents(12, `${EVENTS}.devo_tag_map`, { Spearphish: 'threatintel.threatquotient.platform.spearphish' }),
  changedOfEvents(13, `${EVENTS}.reset_persistence_auth`, 5),
  changedOfEvents(14, `${EVENTS}.historical_poll_datetime`, 20260131),
  changedOfEvents(15, `${EVENTS}.historical_poll_datetime`, '31.01.2026'),
  changedOfEvents(16, `${EVENTS}.historical_poll_datetime`, daysFromNow(-400)),
  changedOfEvents(17, `${EVENTS}.historical_poll_datetime`, daysFromNow(2)),
];

/** Every error that the configuration alone can have. */
export const CONFIG_FAULTS: readonly ConfigFault[] = [
  changed(1, `${INPUT}.api_base_url`, undefined),
  changed(2, `${INPUT}.api_base_url`, 443),
  changed(3, `${INPUT}.api_base_url`, 'api.ctci.ai/api/v1'),
  changed(4, `${INPUT}.credentials`, undefined),
  changed(5, `${INPUT}.credentials`, ['a-token']),
  changed(6, `${INPUT}.credentials`, { password: 'a-password' }),
  changed(7, `${INPUT}.credentials`, { username: 5, password: 'a-password' }),
  changed(8, `${INPUT}.credentials`, { username: 'me' }),
  changed(9, `${INPUT}.credentials`, { username: 'me', password: 12345 }),
  changed(10, `${INPUT}.verify_host_ssl_cert`, 'yes'),
  changed(11, `${SERVICE}.event_fetch_limit_in_items`, 100),
  changed(12, `${SERVICE}.devo_tag_map`, {}),
  changed(13, `${SERVICE}.reset_persistence_auth`, 5),
  changed(14, `${SERVICE}.historical_poll_datetime`, 20260131),
  changed(15, `${SERVICE}.historical_poll_datetime`, '31.01.2026'),
  changed(16, `${SERVICE}.historical_poll_datetime`, daysFromNow(-400)),
  changed(17, `${SERVICE}.historical_poll_datetime`, daysFromNow(2)),
  changed(18, `${INPUT}.credentials`, {}),
  changed(19, `${INPUT}.credentials.api_token`, 12345),
  { number: 20, fault: 'there is no file', text: null },
  { number: 21, fault: 'the file is no YAML', text: 'globals: [1' },
  changed(22, 'globals.colour', 'red'),
  changed(23, 'globals.id', undefined),
  changed(24, 'globals.debug', 'true'),
  changed(25, 'globals.id', '100001'),
  changed(26, `${LOOKUP}.config.token`, '${NO_SUCH_VARIABLE}'),
  {
    number: 27,
    fault: 'a secret file is missing',
    text: configWith(`${INPUT}.credentials`, { api_token_file: 'no/such/file' }),
  },
  {
    number: 28,
    fault: 'a token and a login at once',
    text: configWith(`${INPUT}.credentials`, { api_token: 'a-token', username: 'me', password: 'a-password' }),
  },
  changed(29, `${SERVICE}.outputs`, ['elsewhere']),
  {
    number: 30,
    fault: 'two services write one lookup',
    text: configWithAll({ [`${INPUT}.services.again`]: { outputs: ['devo_lookup'] } }),
  },
  changed(31, `${SERVICE}.obfuscation`, [{ method: 'mask', fields: ['cve'] }]),
  changed(50, `${LOOKUP}.config.token`, 'a token\nof two lines'),
];
