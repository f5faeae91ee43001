/** A token that does not say how long it lives, or says no time at all, is taken for one of a minute. */
const UNKNOWN_SECONDS = 60;

/** An administrator can let sessions live for ever; a token is renewed after 50 minutes all the same. */
const LONGEST_SECONDS = 50 * 60;

/** Renewed so long before its end: a tenth of its life, at most two minutes. */
const MARGIN_SECONDS = 120;
const MARGIN_SHARE = 0.1;

/** Seconds that a token says it lives, from `expires_in`; null when it does not say. */
export function statedSeconds(expiresIn: unknown): number | null {
  const seconds = typeof expiresIn === 'string' && expiresIn.trim() !== '' ? Number(expiresIn) : expiresIn;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

/** A token that outlives the calendar of four-digit years lives for ever: it has no end that could be written. */
const LAST_MOMENT_MS = Date.UTC(9999, 11, 31);

/**
 * Epoch milliseconds of the end that a token says it has, from `expires_in`; null when it does not say.
 *
 * @param nowMs when it was given, epoch milliseconds
 */
export function statedEnd(expiresIn: unknown, nowMs: number): number | null {
  const seconds = statedSeconds(expiresIn);
  const end = seconds === null ? null : nowMs + seconds * 1000;
  return end === null || end > LAST_MOMENT_MS ? null : end;
}

/** Milliseconds for which a token is used. */
export function usableMs(expiresIn: unknown): number {
  const seconds = statedSeconds(expiresIn) ?? UNKNOWN_SECONDS;
  const usable = seconds - Math.min(MARGIN_SECONDS, seconds * MARGIN_SHARE);
  return Math.min(usable, LONGEST_SECONDS) * 1000;
}
