import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cronFault } from '../../../config/cron/cron-fault';
import { longestGapSeconds } from '../../../config/cron/gaps';
import { readCron } from '../../../config/cron/read-cron';

const HOUR = 3600;
const DAY = 24 * HOUR;

test.each([
  '* * * * *',
  '*/5 * * * *',
  '0 8-18/2 * * mon-fri',
  '0 0 1,15 * ?',
  '5/10 * * JAN,Jul *',
  '@hourly',
  '@daily',
  '@midnight',
  '@weekly',
  '@monthly',
  '@yearly',
  '@every 90s',
  '@every 1h30m',
  'CRON_TZ=Europe/Madrid 0 * * * *',
  'TZ=UTC @daily',
  '  0 * * * *  ',
  '0 0 29 2 *',
])('%j is a cron line', (line) => {
  expect(cronFault(line)).toBeNull();
});

test.each([
  '',
  '* * * *',
  '* * * * * *',
  '60 * * * *',
  '* 24 * * *',
  '* * 0 * *',
  '* * 32 * *',
  '* * * 13 *',
  '* * * * 7',
  '* * * * funday',
  '*/0 * * * *',
  '5-1 * * * *',
  '1- * * * *',
  ',1 * * * *',
  '@often',
  '@every',
  '@every 0s',
  '@every 500ms',
  '@every -5s',
  'CRON_TZ= * * * * *',
  '*-5 * * * *',
])('%j is not a cron line', (line) => {
  expect(cronFault(line)).toBe('not a cron line');
});

test('a time zone that is not known is told apart from fields that are none', () => {
  expect(cronFault('CRON_TZ=Nowhere/City 0 * * * *')).toBe('an unknown time zone');
  expect(cronFault(' TZ=US/Pacific-New @daily')).toBe('an unknown time zone');
  expect(cronFault('CRON_TZ=Europe/Madrid 0 * * *')).toBe('not a cron line');
});

test('a day that no year has never comes', () => {
  expect(cronFault('0 0 31 2 *')).toBe('it would never come');
  expect(cronFault('0 0 30 2 *')).toBe('it would never come');
});

test.each([
  ['@every 90s', 90],
  ['* * * * *', 60],
  ['*/7 * * * *', 7 * 60],
  ['@hourly', HOUR],
  ['@daily', DAY],
  ['@weekly', 7 * DAY],
  ['@monthly', 31 * DAY],
  ['@yearly', 366 * DAY],
  ['0 8-18 * * 1-5', 2 * DAY + 14 * HOUR],
  ['30 6,18 * * *', 12 * HOUR],
  ['0 0 29 2 *', (8 * 365 + 1) * DAY],
  ['0 0 1 * mon', 7 * DAY],
  ['0 0 */2 * mon', 2 * DAY],
])('the longest time between two ticks of %j is %d seconds', (line, seconds) => {
  const cron = readCron(line);
  expect(cron && longestGapSeconds(cron)).toBe(seconds);
});

test('a step in the minutes leaves the gap that counting by hand finds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 59 }), (step) => {
      const minutes = Array.from({ length: 60 }, (_, minute) => minute).filter((minute) => minute % step === 0);
      const gaps = minutes.map((minute, index) => (minutes[index + 1] ?? (minutes[0] ?? 0) + 60) - minute);
      const cron = readCron(`*/${step} * * * *`);
      expect(cron && longestGapSeconds(cron)).toBe(Math.max(...gaps) * 60);
    }),
  );
});

test('no text makes the reader throw', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect([null, 'not a cron line', 'an unknown time zone', 'it would never come']).toContain(cronFault(text));
    }),
  );
});
