import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readRelease, releaseInWords } from '../../../domain/guard/release';

const AT = '2026-11-26T09:00:00.000Z';

test('reason, time and host are read as they were sent', () => {
  const release = { reason: 'the vendor was merged', at: AT, host: 'host7' };
  expect(readRelease(release)).toEqual(release);
  expect(releaseInWords(release)).toBe(`released from host7 at ${AT}: the vendor was merged`);
});

test.each([undefined, null, 'text', 7, [], {}, { reason: 7 }, { reason: '' }])(
  '%j says nothing of a release',
  (given) => {
    expect(readRelease(given)).toBeNull();
  },
);

test('whatever is sent, nothing is thrown and little is kept', () => {
  fc.assert(
    fc.property(fc.anything(), (given) => {
      expect(JSON.stringify(readRelease(given)).length).toBeLessThan(6 * 1_000);
    }),
  );
});

test('a long reason is cut', () => {
  expect(readRelease({ reason: 'x'.repeat(10_000) })?.reason).toHaveLength(300);
});
