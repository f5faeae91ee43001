import { isoMoment } from '../domain/list/moment';
import type { ErrorId } from '../errors/catalogue';

/**
 * Milliseconds since the epoch of an ISO 8601 date, with or without time; without a zone it is UTC. Null when it is
 * not one.
 */
export function readDate(text: string): number | null {
  return isoMoment(text) ?? null;
}

/** What is wrong with `historical_poll_datetime` at this time, or null. The form itself is judged elsewhere. */
export function judgeHistory(
  text: string,
  now: Date,
): Extract<ErrorId, 'historical_poll_datetime_future' | 'historical_poll_datetime_too_old'> | null {
  const date = readDate(text);
  if (date === null) return null;
  if (date > now.getTime()) return 'historical_poll_datetime_future';
  const yearAgo = new Date(now);
  yearAgo.setUTCFullYear(now.getUTCFullYear() - 1);
  yearAgo.setUTCHours(0, 0, 0, 0); // a plain date of a year ago today is still within the year
  return date < yearAgo.getTime() ? 'historical_poll_datetime_too_old' : null;
}
