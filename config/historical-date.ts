import type { ErrorId } from './errors/catalogue';

const FORM = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** Milliseconds since the epoch of an ISO 8601 date, with or without time; without a zone it is UTC. Null when it is not one. */
export function readDate(text: string): number | null {
  const parts = FORM.exec(text);
  if (!parts) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone = 'Z'] = parts;
  const utc = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(utc) || new Date(utc).getUTCDate() !== Number(day)) return null; // 31 April, 24:00
  const [, sign, zoneHours = '00', zoneMinutes = '00'] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  if (Number(zoneHours) > 14 || Number(zoneMinutes) > 59) return null;
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
  return sign === '-' ? utc + offset : utc - offset;
}

/** What is wrong with `historical_poll_datetime` at this time, or null. The form itself is judged elsewhere. */
export function judgeHistory(text: string, now: Date): Extract<ErrorId, 'historical_poll_datetime_future' | 'historical_poll_datetime_too_old'> | null {
  const date = readDate(text);
  if (date === null) return null;
  if (date > now.getTime()) return 'historical_poll_datetime_future';
  const yearAgo = new Date(now);
  yearAgo.setUTCFullYear(now.getUTCFullYear() - 1);
  yearAgo.setUTCHours(0, 0, 0, 0); // a plain date of a year ago today is still within the year
  return date < yearAgo.getTime() ? 'historical_poll_datetime_too_old' : null;
}
