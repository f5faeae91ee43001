import { setTimeout as sleep } from 'node:timers/promises';
import { steadyNow } from './steady-clock';

/** Waits until the next request may start. */
export type Pace = (signal: AbortSignal) => Promise<void>;

/**
 * Spaces requests evenly, so that at most `requestsPerSecond` start in a second; without a number nobody waits.
 *
 * @param now milliseconds of a clock that nobody sets
 */
export function createPace(requestsPerSecond: number | undefined, now = steadyNow): Pace {
  if (requestsPerSecond === undefined) return () => Promise.resolve();
  const gapMs = 1000 / requestsPerSecond;
  let next = 0;

  return async (signal) => {
    const time = now();
    const wait = Math.max(0, next - time);
    next = time + wait + gapMs;
    if (wait > 0) await sleep(wait, undefined, { signal });
  };
}
