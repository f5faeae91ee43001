import { afterEach, expect, jest, test } from '@jest/globals';
import { createPace } from '../../http/pace';

afterEach(() => {
  jest.restoreAllMocks();
});

test('requests are spaced, and none waits for a clock that was set back', async () => {
  const { signal } = new AbortController();
  const pace = createPace(20);
  await pace(signal);
  const startedAt = performance.now();
  jest.spyOn(Date, 'now').mockReturnValue(0);
  await pace(signal);
  await pace(signal);
  const ms = performance.now() - startedAt;
  expect(ms).toBeGreaterThanOrEqual(95);
  expect(ms).toBeLessThan(10_000);
});
