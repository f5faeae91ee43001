const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;

/** The zone that lies farthest from Greenwich is 14 hours ahead of it. */
const FARTHEST_ZONE_HOURS = 14;

/**
 * Epoch milliseconds of a date in ISO 8601, with or without time; without a zone it is UTC, wherever this runs, which
 * `Date.parse` does not hold to. Undefined when it is no such date, or one that the calendar does not have.
 */
export function isoMoment(text: string): number | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return moment([Number(year), Number(month), Number(day)], [Number(hour), Number(minute), Number(second), ms], zone);
}

export type CalendarDay = readonly [year: number, month: number, day: number];
export type TimeOfDay = readonly [hour: number, minute: number, second: number, ms: number];

/**
 * Epoch milliseconds, or undefined when there is no such day, time or zone: 30 February is text, not 1 March.
 *
 * @param zone `+02:00` or `+0200`; a name is UTC
 */
export function moment(
  [year, month, day]: CalendarDay,
  [hour, minute, second, ms]: TimeOfDay,
  zone = 'Z',
): number | undefined {
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
  if (Number(hours) > FARTHEST_ZONE_HOURS || Number(minutes) > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
