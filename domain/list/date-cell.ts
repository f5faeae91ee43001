import type { Cell } from './list';
import { isoMoment, moment } from './moment';

/** Below this an epoch number counts seconds, from it on milliseconds: 1e11 ms is March 1973, 1e11 s the year 5138. */
const SECONDS_BELOW = 1e11;

/** The end of the year 9999 in epoch milliseconds; ISO 8601 has no four-digit year after it. */
const LAST_MS = 253_402_300_799_999;

/** CVEs began in 1999. A date far from them is one that somebody did not mean, such as a zero or `9999-12-31`. */
const EXPECTED_FROM = Date.UTC(1990, 0, 1);
const EXPECTED_TO = Date.UTC(2100, 0, 1);

const MS_A_DAY = 86_400_000;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const DIGITS = /^[+-]?\d+(?:\.\d+)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/;
const RFC_1123 = /^(?:[a-z]{3}, )?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) ?(GMT|UTC|Z|[+-]\d{4})$/i;

/** A date in its one form; odd when it lies far from all dates of CVEs. */
export interface DateReading {
  readonly cell: Cell;
  readonly isOdd: boolean;
}

/**
 * A number as a date: `YYYY-MM-DD`, with the time of day (UTC) where there is one. Digits such as 20200706 are that
 * day, and others are read as an epoch, but only where that gives a date of our time: any digits are some second of
 * 1970. Out of range when it is negative (as pandas writes its missing date) or beyond the year 9999.
 */
export function dateFromNumber(value: number): DateReading | 'no date' | 'out of range' {
  const compact = compactDate(String(value));
  if (compact !== undefined && isExpected(compact)) return { cell: dateInWords(compact), isOdd: false };
  const ms = value < SECONDS_BELOW ? Math.round(value * 1000) : Math.floor(value);
  if (value < 0 || ms > LAST_MS) return 'out of range';
  return isExpected(ms) ? { cell: dateInWords(ms), isOdd: false } : 'no date';
}

/**
 * A written date in the same form: digits as above, ISO 8601 with or without time and zone (none is UTC), RFC 1123.
 * No date when the text is none that is known.
 */
export function dateFromText(text: string): DateReading | 'no date' | 'out of range' {
  if (DIGITS.test(text)) return dateFromNumber(Number(text));
  const ms = isoMoment(text) ?? rfc1123Date(text);
  return ms === undefined || !hasFourDigitYear(ms) ? 'no date' : { cell: dateInWords(ms), isOdd: !isExpected(ms) };
}

/** `20200706`, `202007061230` and `20200706123015`: no epoch of our time has so many digits of such values. */
function compactDate(digits: string): number | undefined {
  const match = COMPACT.exec(digits);
  if (!match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0'] = match;
  return moment([Number(year), Number(month), Number(day)], [Number(hour), Number(minute), Number(second), 0]);
}

function rfc1123Date(text: string): number | undefined {
  const match = RFC_1123.exec(text);
  if (!match) return undefined;
  const [, day, month = '', year, hour, minute, second, zone = 'GMT'] = match;
  const monthNumber = MONTHS.indexOf(month.toLowerCase()) + 1;
  return moment([Number(year), monthNumber, Number(day)], [Number(hour), Number(minute), Number(second), 0], zone);
}

function isExpected(ms: number): boolean {
  return ms >= EXPECTED_FROM && ms < EXPECTED_TO;
}

function hasFourDigitYear(ms: number): boolean {
  const year = new Date(ms).getUTCFullYear();
  return year >= 0 && year <= 9999;
}

function dateInWords(ms: number): Cell {
  const iso = new Date(ms).toISOString();
  if (ms % MS_A_DAY === 0) return iso.slice(0, 10);
  return ms % 1000 === 0 ? `${iso.slice(0, 19)}Z` : iso;
}
