/** Waiting when the peer says nothing: doubled each time, with this much at most. */
const FIRST_MS = 1_000;
const MOST_MS = 15_000;

/** Of the wait, at most so much longer. */
const LEFT_TO_CHANCE = 0.5;

/**
 * How long to wait before the next try, in whole milliseconds: a part of it is left to chance, so that services that
 * failed together do not come back together to a peer that has just got up.
 *
 * @param failures tries that failed before the last one
 */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  const least = Math.min(FIRST_MS * 2 ** failures, MOST_MS);
  return Math.round(least * (1 + LEFT_TO_CHANCE * random()));
}
