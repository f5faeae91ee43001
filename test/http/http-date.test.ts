import { expect, test } from '@jest/globals';
import { httpDate } from '../../http/http-date';
import { retryAfterMs } from '../../http/retry-after';

const NOW = Date.UTC(2026, 10, 26, 15, 0, 0);

test.each([
  ['Thu, 26 Nov 2026 15:00:07 GMT'],
  ['Thursday, 26-Nov-26 15:00:07 GMT'],
  ['Thu Nov 26 15:00:07 2026'],
  ['Thu, 26 Nov 2026 15:00:07'],
  ['Thu, 26 Nov 2026 16:00:07 +0100'],
  [' 26 Nov 2026 15:00:07 UTC '],
  ['2026-11-26T15:00:07Z'],
  ['2026-11-26T15:00:07'],
])('a wish to wait until %s is one of seven seconds, wherever the collector runs', (text) => {
  expect(httpDate(text)).toBe(NOW + 7_000);
  expect(retryAfterMs(text, NOW)).toBe(7_000);
});

test('a date that has passed is no wish to wait', () => {
  expect(retryAfterMs('Thu, 26 Nov 2026 14:00:00 GMT', NOW)).toBe(0);
});

test.each(['-5', '+5', '2033', '-1.5', '26', 'Nov 26', '5 minutes', '12:00', 'Thu, 99 Nov 2026 15:00:07 GMT', ''])(
  'what is neither seconds nor a date is passed over: %j',
  (text) => {
    expect(httpDate(text)).toBeNull();
    expect(/^\d+$/.test(text) ? undefined : retryAfterMs(text, NOW)).toBeUndefined();
  },
);
