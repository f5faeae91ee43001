import { isoMoment } from '../domain/list/moment';

/** The three forms of RFC 9110, 5.6.7, with or without a zone, and RFC 5322's numbers in place of its name. */
const WRITTEN = /^(?:[a-z]+, *)?\d{1,2}[ -][a-z]{3}[ -]\d{2}(?:\d{2})? \d{2}:\d{2}:\d{2}( GMT| UTC| Z| [+-]\d{4})?$/i;
const ASCTIME = /^[a-z]{3} [a-z]{3} +\d{1,2} \d{2}:\d{2}:\d{2} \d{4}$/i;

/**
 * Epoch milliseconds of a date in a header; null for anything else. Without a zone it is GMT, wherever this runs:
 * `Date.parse` alone takes it for local time, and reads `-5` as a day of 2001.
 */
export function httpDate(header: string): number | null {
  const text = header.trim();
  const iso = isoMoment(text);
  if (iso !== undefined) return iso;
  const written = WRITTEN.exec(text);
  if (written === null && !ASCTIME.test(text)) return null;
  const ms = Date.parse(written?.[1] === undefined ? `${text} GMT` : text);
  return Number.isNaN(ms) ? null : ms;
}
