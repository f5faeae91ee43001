import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { afterAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { cronFault } from '../../config/cron/cron-fault';
import { cronForServer } from '../../config/cron/read-cron';

jest.setTimeout(120_000);

const PARTS = [
  '*',
  '?',
  '*/5',
  '5',
  '05',
  '005',
  '0-59/2',
  '1-5',
  '5-1',
  '7',
  '0',
  '24',
  '59',
  '60',
  '1,2',
  '1,,2',
  '1,',
  ',1',
  'mon',
  'MON',
  'mon-fri',
  'fri-mon',
  'sunday',
  'jan',
  '*/0',
  '*/60',
  '*/100',
  '*-5',
  '?/2',
  '*/1',
  '5/10',
  '5/0',
  'L',
  'W',
  '1#2',
  '1-3-5',
  '1/2/3',
  '-1',
  '+1',
  '1.5',
  '٣',
  '1-',
  '*/x',
  '0/5',
  '1-31/40',
  '**',
  '*,*',
  '99',
  '0x1',
  '1_0',
];
const LINES = [
  ...PARTS.flatMap((part) =>
    [0, 1, 2, 3, 4].map((at) => ['*', '*', '*', '*', '*'].map((any, index) => (index === at ? part : any)).join(' ')),
  ),
  '',
  ' ',
  '@hourly',
  ' @hourly',
  '@hourly ',
  '@hourly\n',
  '\t@hourly',
  '@Hourly',
  '@daily',
  '@midnight',
  '@weekly',
  '@monthly',
  '@yearly',
  '@annually',
  '@reboot',
  '@every',
  '@often',
  '@every 1h',
  '@every 90s',
  '@every 1h30m',
  '@every 500ms',
  '@every 1.5h',
  '@every 1500ms',
  '@every 0s',
  '@every 1s',
  '@every -5s',
  '@every  5s',
  '@every 5s ',
  ' @every 5s',
  '@every 5',
  '@every 1d',
  '@every 1h 5m',
  '@every 30m1h',
  '@every 1m1m',
  '@every 100000h',
  '@every 5s/2',
  '@every 1h/5m',
  '@EVERY 5s',
  '@every +5s',
  '@every 1µs',
  '@every 3600s\n',
  '@every\t5s',
  '@every 9999999h',
  '@every 2562047h',
  '@every 999999h',
  '@every 99999999m',
  '@every 999999999s',
  '* * * * * ',
  ' * * * * *',
  '*  *  *  *  *',
  '*\t*\t*\t*\t*',
  '* * * * *\n',
  '\n* * * * *',
  '* *\n* * *',
  '* * * *',
  '* * * * * *',
  '* * * * * * *',
  '*\u00a0* * * *',
  '0 0 30 2 *',
  '0 0 31 4 *',
  '0 0 31 2 *',
  '0 0 29 2 *',
  '0 0 31 2 mon',
  ...[
    'Europe/Madrid',
    'europe/madrid',
    'EUROPE/MADRID',
    'UTC',
    'utc',
    'Utc',
    'GMT',
    'Etc/UTC',
    'Etc/GMT+5',
    'GMT+5',
    'US/Pacific',
    'US/Pacific-New',
    'America/Argentina/Buenos_Aires',
    'Asia/Calcutta',
    'Asia/Kolkata',
    'EST',
    'EST5EDT',
    'est',
    'CET',
    'Local',
    'local',
    'Nowhere/City',
    '+01:00',
    'UTC+1',
    'Zulu',
    'Z',
    'Europe/Kyiv',
    'Europe/Kiev',
    'America/Ciudad_Juarez',
    'Pacific/Kanton',
    'Factory',
    'posixrules',
    'posix/Europe/Madrid',
    'right/UTC',
    'localtime',
    'SystemV/AST4',
    'ROC',
    'PRC',
    'W-SU',
    'NZ-CHAT',
    'Asia/Rangoon',
    'Antarctica/McMurdo',
    'America/Coyhaique',
    'Asia/Hanoi',
    'Mexico/General',
    '../etc',
    'Europe',
    'Etc/Unknown',
    'Asia/Saigon',
    'ACT',
    'AST',
    'PST',
    'IST',
    'JST',
    'PNT',
    'BST',
    'MIT',
    'SST',
    'VST',
  ].flatMap((zone) => [`CRON_TZ=${zone} 0 * * * *`, `TZ=${zone} @hourly`]),
  'CRON_TZ=Europe/Madrid',
  'CRON_TZ= * * * * *',
  'CRON_TZ=Europe/Madrid  0 * * * *',
  'CRON_TZ=Europe/Madrid\t0 * * * *',
  ' CRON_TZ=Europe/Madrid 0 * * * *',
  'CRON_TZ=Europe/Madrid @every 5m',
  'TZ=UTC @every 1h',
  'cron_tz=UTC * * * * *',
  'CRON_TZ=UTC\n0 * * * *',
  'CRON_TZ=UTC CRON_TZ=UTC 0 * * * *',
  'TZ=UTC 0 * * * * ',
  '0 * * * * CRON_TZ=UTC',
  'CRON_TZ="UTC" 0 * * * *',
  'CRON_TZ=UTC  @hourly',
  'CRON_TZ=UTC @hourly ',
  'CRON_TZ=UTC  @every 5m',
  'TZ=UTC\t@daily',
];

const connection = Connection.lazy({ address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '' });
const client = new Client({ connection });

afterAll(() => connection.close());

/** Why the server refuses a line, or null when it takes it. */
async function refusal(line: string): Promise<string | null> {
  const workflowId = `cron-${randomUUID()}`;
  try {
    const handle = await client.workflow.start('nobodyRunsThis', {
      workflowId,
      taskQueue: 'nobody',
      cronSchedule: line,
    });
    await handle.terminate();
    return null;
  } catch (error) {
    return String(error instanceof Error ? (error.cause ?? error) : error);
  }
}

/** Lines that the configuration takes and the server refuses, as they are sent to it. */
async function refusedByServerAlone(lines: readonly string[]): Promise<string[]> {
  const refused: string[] = [];
  for (const line of lines) {
    const sent = cronForServer(line);
    if (sent === null || cronFault(line) !== null) continue;
    const why = await refusal(sent);
    if (why !== null) refused.push(`${JSON.stringify(line)}, sent as ${JSON.stringify(sent)}: ${why}`);
  }
  return refused;
}

test('no line that the configuration takes is refused by the server', async () => {
  expect(LINES.filter((line) => cronFault(line) === null).length).toBeGreaterThan(150);
  expect(await refusedByServerAlone(LINES)).toEqual([]);
});

test('the server takes any line of valid fields, however it is spaced, in any zone, in any case', async () => {
  const field = fc.constantFrom('*', '?', '*/5', '1', '1-4', '1,3', '2-5/2', '3/2');
  const space = fc.constantFrom(' ', '  ', '\t', '\n', ' \r\n');
  const zone = fc
    .constantFrom('', ...Intl.supportedValuesOf('timeZone'))
    .chain((name) => fc.constantFrom(name, name.toLowerCase(), name.toUpperCase()));
  const line = fc
    .tuple(space, zone, fc.array(field, { minLength: 5, maxLength: 5 }), space)
    .map(([before, name, fields, between]) => {
      return `${before}${name === '' ? '' : `CRON_TZ=${name}${between}`}${fields.join(between)}${before}`;
    });
  await fc.assert(
    fc.asyncProperty(line, async (written) => {
      expect(cronFault(written)).toBeNull();
      expect(await refusedByServerAlone([written])).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test.each([
  'CRON_TZ=US/Pacific-New 0 * * * *',
  'CRON_TZ=PST 0 * * * *',
  'CRON_TZ=BST 0 * * * *',
  'CRON_TZ=SystemV/AST4 0 * * * *',
  'CRON_TZ=../etc 0 * * * *',
])('a zone that only JavaScript knows is refused: %s', async (line) => {
  expect(cronFault(line)).toBe('an unknown time zone');
  expect(await refusal(line)).toContain('invalid CronSchedule');
});

test.each([
  [' @hourly', '@hourly'],
  ['@hourly\n', '@hourly'],
  ['CRON_TZ=europe/madrid  0 * * * *', 'CRON_TZ=Europe/Madrid 0 * * * *'],
  ['TZ=UTC\t@daily', 'TZ=UTC @daily'],
  ['@every\t5s', '@every 5s'],
])('%j is sent as %j', (line, sent) => {
  expect(cronForServer(line)).toBe(sent);
});
