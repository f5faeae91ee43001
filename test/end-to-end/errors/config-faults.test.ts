import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { documentOf, runClient, type Ended } from '../stage/built-client';
import { CONFIG_FAULTS } from '../stage/faults/config-faults';

jest.setTimeout(120_000);

/** No Temporal is asked for: a wrong configuration is told before. */
const ENV = { TEMPORAL_ADDRESS: '127.0.0.1:1' };
const AT_ONCE = 2; // programs beside each other

const folder = mkdtempSync(join(tmpdir(), 'ctci-config-faults-'));
const ended = new Map<number, Ended>();

beforeAll(async () => {
  const waiting = [...CONFIG_FAULTS];
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const file = join(folder, `config-${next.number}.yaml`);
      if (next.text !== null) writeFileSync(file, next.text);
      ended.set(next.number, await runClient(['check', '--json', '--config', file], ENV));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
});

afterAll(() => rmSync(folder, { recursive: true }));

test.each(CONFIG_FAULTS)('error $number is told, with exit code 2: $fault', ({ number }) => {
  const result = ended.get(number);
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

test('a person sees place, number, what was found and what to do, in three lines', async () => {
  const file = join(folder, 'config-15.yaml');
  const { code, stdout, stderr } = await runClient(['check', '--config', file], ENV);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.replace(file, 'config.yaml').split('\n')).toEqual([
    expect.stringMatching(/^config\.yaml:\d+:\d+ inputs\.ctci\.services\.cewl\.historical_poll_datetime$/),
    expect.stringMatching(
      /^ {2}SetupError 15: historical_poll_datetime does not match expected format ISO 8601: found .*31\.01\.2026.*, expected a/,
    ),
    '  Write a date such as "2026-01-31" or "2026-01-31T00:00:00Z".',
    '1 error in the configuration',
    '',
  ]);
});
