import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { documentOf, runClient, type Ended } from '../stage/built-client';
import { CATALOGUE } from '../../../errors/catalogue';
import { CONFIG_FAULTS, EVENTS_CONFIG_FAULTS, type ConfigFault } from '../stage/faults/config-faults';

jest.setTimeout(120_000);

/** No Temporal is asked for: a wrong configuration is told before. */
const ENV = { TEMPORAL_ADDRESS: '127.0.0.1:1' };
const AT_ONCE = 2; // programs beside each other

const folder = mkdtempSync(join(tmpdir(), 'ctci-config-faults-'));
const ended = new Map<ConfigFault, Ended>();

beforeAll(async () => {
  const waiting = [...[...CONFIG_FAULTS, ...EVENTS_CONFIG_FAULTS].entries()];
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, fault] = next;
      const file = join(folder, `config-${index}.yaml`);
      if (fault.text !== null) writeFileSync(file, fault.text);
      ended.set(fault, await runClient(['check', '--json', '--config', file], ENV));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
});

afterAll(() => rmSync(folder, { recursive: true }));

test.each([...CONFIG_FAULTS, ...EVENTS_CONFIG_FAULTS])('error $number is told, with exit code 2: $fault', (fault) => {
  const { number } = fault;
  const result = ended.get(fault);
  if (!result) throw new Error('the program was not run');
  const { ok, error, errors } = documentOf(result);
  expect({ code: result.code, ok, first: error?.number, all: errors?.map((each) => each.number) }).toEqual({
    code: 2,
    ok: false,
    first: number,
    all: [number],
  });
  expect(error?.remedy).not.toBe('');
});

/** As the page of Devo's collector has them, as far as they have no number or format in them. */
const MESSAGES: Readonly<Record<number, string>> = {
  1: 'api_base_url must be specified',
  2: 'api_base_url not of expected type: str',
  3: 'api_base_url must match one of two regexes: ',
  4: 'Required setting, credentials not found in user configuration',
  5: 'Required setting, credentials not of expected type: dict',
  6: 'Required setting, username not found in user configuration',
  7: 'Required setting, username not of expected type: str',
  8: 'Required setting, password not found in user configuration',
  9: 'Required setting, password not of expected type: str',
  10: 'Optional setting, verify_host_ssl_cert not of expected type: bool',
  11: 'event_fetch_limit_in_items must be greater than or equal to 1 and less than equal to 1000',
  12: 'devo_tag_map must have an entry named "default"',
  13: 'Required setting, reset_persistence_auth not of expected type: str',
  14: 'Required setting, historical_poll_datetime not of expected type: str',
  15: 'historical_poll_datetime does not match expected format ',
  16: 'Please enter valid date for historical_poll_datetime less than or equal to one year',
  17: 'Please enter valid date for historical_poll_datetime less than or equal to the current date',
};

test.each(EVENTS_CONFIG_FAULTS)("error $number has the message of Devo's page, with its remedy: $fault", (fault) => {
  const result = ended.get(fault);
  if (!result) throw new Error('the program was not run');
  const entry = Object.values(CATALOGUE).find(({ number }) => number === fault.number);
  expect(documentOf(result).error).toMatchObject({
    message: expect.stringContaining(MESSAGES[fault.number] ?? 'no message'),
    setting: expect.stringContaining('inputs.threatquotient_data_puller'),
    remedy: entry?.remedy,
  });
});

test('a person sees place, number, what was found and what to do, in three lines', async () => {
  const index = CONFIG_FAULTS.findIndex(({ number }) => number === 15);
  const file = join(folder, `config-${index}.yaml`);
  const { code, stdout, stderr } = await runClient(['check', '--config', file], ENV);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.replace(file, 'config.yaml').split('\n')).toEqual([
    expect.stringMatching(/^config\.yaml:\d+:\d+ inputs\.ctci\.services\.cewl\.historical_poll_datetime$/),
    expect.stringMatching(
      /^ {2}SetupError 15: historical_poll_datetime does not match .+ ISO 8601: found .*31\.01\.2026.*, expected a/,
    ),
    '  Write a date such as "2026-01-31" or "2026-01-31T00:00:00Z".',
    '1 error in the configuration',
    '',
  ]);
});
