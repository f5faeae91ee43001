/** The widest offsets of any zone, minutes (IANA time zone database). */
const FURTHEST_MINUTES = 14 * 60;

const WRITTEN = /^([+-])(\d{2}):([0-5]\d)$/;

/** Minutes ahead of UTC, from `+02:00` or `-05:30`; null for anything else. */
export function readUtcOffset(text: string): number | null {
  const [, sign, hours, minutes] = WRITTEN.exec(text) ?? [];
  if (sign === undefined) return null;
  const ahead = Number(hours) * 60 + Number(minutes);
  if (ahead > FURTHEST_MINUTES) return null;
  return sign === '-' ? 0 - ahead : ahead;
}
