import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs } from '../../../activities/attempt/backoff';

const failures = fc.nat(40);
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('each wait is at least a second that doubles, up to 15 seconds, and at most half as much again', () => {
  fc.assert(
    fc.property(failures, chance, (before, random) => {
      const least = Math.min(1_000 * 2 ** before, 15_000);
      const wait = backoffMs(before, () => random);
      expect(wait).toBeGreaterThanOrEqual(least);
      expect(wait).toBeLessThanOrEqual(1.5 * least);
      expect(Number.isInteger(wait)).toBe(true);
    }),
  );
});

test('those who failed together do not come back together', () => {
  const waits = Array.from({ length: 50 }, () => backoffMs(3));
  expect(new Set(waits).size).toBeGreaterThan(10);
});
