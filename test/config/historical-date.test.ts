import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { durationSeconds } from '../../config/duration';
import { judgeHistory, readDate } from '../../config/historical-date';

const NOW = new Date('2026-03-10T12:00:00Z');

test.each([
  ['2026-01-31', '2026-01-31T00:00:00.000Z'],
  ['2026-01-31T08:30', '2026-01-31T08:30:00.000Z'],
  ['2026-01-31T08:30:15Z', '2026-01-31T08:30:15.000Z'],
  ['2026-01-31 08:30:15.123456', '2026-01-31T08:30:15.123Z'],
  ['2026-01-31T01:30:00+02:00', '2026-01-30T23:30:00.000Z'],
  ['2026-01-31T23:30:00-0130', '2026-02-01T01:00:00.000Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
])('%s is %s', (text, iso) => {
  expect(new Date(readDate(text) ?? NaN).toISOString()).toBe(iso);
});

test.each([
  '',
  '2026',
  '2026-1-1',
  '2026-02-29',
  '2026-13-01',
  '2026-01-31T25:00',
  '2026-01-31T08:61',
  '31.01.2026',
  '2026-01-31T00:00:00+99:00',
  'yesterday',
  '1767225600',
])('%j is not a date', (text) => {
  expect(readDate(text)).toBeNull();
});

test('every date that JavaScript writes is read as the same millisecond', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }), (date) => {
      expect(readDate(date.toISOString())).toBe(date.getTime());
    }),
  );
});

test('a year ago today is within the year; the day before is not; a second from now is in the future', () => {
  expect(judgeHistory('2025-03-10', NOW)).toBeNull();
  expect(judgeHistory('2025-03-09T23:59:59Z', NOW)).toBe('historical_poll_datetime_too_old');
  expect(judgeHistory('2026-03-10T12:00:00Z', NOW)).toBeNull();
  expect(judgeHistory('2026-03-10T12:00:01Z', NOW)).toBe('historical_poll_datetime_future');
});

test('durations have a number and one unit', () => {
  expect(['90s', '5m', '12h', '7d', '2w', '0'].map(durationSeconds)).toEqual([90, 300, 43_200, 604_800, 1_209_600, 0]);
  expect(['', '7', 'd', '7 d', '-7d', '1.5h', '7days', '99999999d'].map(durationSeconds)).toEqual(Array(8).fill(null));
});
