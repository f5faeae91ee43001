import type { Cell } from './list-table';

/** Below this an epoch number counts seconds, from it on milliseconds: 1e11 ms is March 1973, 1e11 s the year 5138. */
const SECONDS_BELOW = 1e11;

/** The end of the year 9999 in epoch milliseconds; ISO 8601 has no four-digit year after it. */
const LAST_MS = 253_402_300_799_999;

const MS_A_DAY = 86_400_000;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const DIGITS = /^[+-]?\d+(?:\.\d+)?$/;
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
const RFC_1123 = /^(?:[a-z]{3}, )?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) ?(GMT|UTC|Z|[+-]\d{4})$/i;

/**
 * An epoch number as a date: `YYYY-MM-DD`, with the time of day (UTC) where there is one.
 * Null when it is negative (as pandas writes its missing date) or beyond the year 9999.
 */
export function dateFromEpoch(value: number): Cell | null {
  const ms = value < SECONDS_BELOW ? Math.round(value * 1000) : Math.floor(value);
  return value >= 0 && ms <= LAST_MS ? dateInWords(ms) : null;
}

/**
 * A written date in the same form: epoch digits, ISO 8601 with or without time and zone (none is UTC), RFC 1123.
 * Null for digits out of range; undefined when the text is no date that is known.
 */
export function dateFromText(text: string): Cell | null | undefined {
  if (DIGITS.test(text)) return dateFromEpoch(Number(text));
  const ms = isoDate(text) ?? rfc1123Date(text);
  return ms === undefined || !hasFourDigitYear(ms) ? undefined : dateInWords(ms);
}

function isoDate(text: string): number | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return moment([Number(year), Number(month), Number(day)], [Number(hour), Number(minute), Number(second), ms], zone);
}

function rfc1123Date(text: string): number | undefined {
  const match = RFC_1123.exec(text);
  if (!match) return undefined;
  const [, day, month = '', year, hour, minute, second, zone = 'GMT'] = match;
  const monthNumber = MONTHS.indexOf(month.toLowerCase()) + 1;
  return moment([Number(year), monthNumber, Number(day)], [Number(hour), Number(minute), Number(second), 0], zone);
}

type CalendarDay = readonly [year: number, month: number, day: number];
type TimeOfDay = readonly [hour: number, minute: number, second: number, ms: number];

/** Epoch milliseconds, or undefined when there is no such day, time or zone: 30 February is text, not 1 March. */
function moment([year, month, day]: CalendarDay, [hour, minute, second, ms]: TimeOfDay, zone: string): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const offset = zoneOffset(zone);
  if (offset === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  return date.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1000 + ms;
}

/** Minutes east of Greenwich. */
function zoneOffset(zone: string): number | undefined {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!match) return 0;
  const [, sign, hours, minutes] = match;
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
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
