import { expect, test } from '@jest/globals';
import { tryAgain } from '../../../activities/events/try-again';
import { CollectorError } from '../../../errors/collector-error';

/** How long it waits between tries that all fail, milliseconds, by a clock that only waiting moves on. */
async function waits(retryForMs: number, retryAfterMs?: number): Promise<readonly number[]> {
  const waited: number[] = [];
  let clock = 0;
  const patience = {
    retryForMs,
    now: () => clock,
    sleep: (ms: number) => {
      clock += ms;
      return Promise.resolve();
    },
    onFailure: (_: CollectorError, ms: number) => waited.push(ms),
  };
  const error = new CollectorError('threatquotient_events_status', {
    retryable: true,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
  await expect(tryAgain(patience, new AbortController().signal, () => Promise.reject(error))).rejects.toBe(error);
  return waited;
}

test('a peer that says when it wants to be asked again is heeded, within patience', async () => {
  expect(await waits(10_000, 4_000)).toEqual([4_000, 4_000, 2_000]);
  expect(await waits(10_000, 3_600_000)).toEqual([10_000]);
});

test('a peer that does not say is asked at times that differ by service, within patience', async () => {
  const runs = await Promise.all(Array.from({ length: 20 }, () => waits(60_000)));
  for (const [first, second, ...rest] of runs) {
    expect(first! >= 1_000 && first! <= 1_500 && second! >= 2_000 && second! <= 3_000).toBe(true);
    expect(first! + second! + rest.reduce((sum, ms) => sum + ms, 0)).toBe(60_000);
  }
  expect(new Set(runs.map(([first]) => first)).size).toBeGreaterThan(5);
});
