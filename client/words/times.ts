const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "in 12 min", "3 h ago", "now": how far a moment is away, in one unit. */
export function relativeTime(iso: string | null, now: Date): string {
  if (iso === null) return '-';
  const distance = Date.parse(iso) - now.getTime();
  if (Math.abs(distance) < 1_000) return 'now';
  const words = span(Math.abs(distance));
  return distance > 0 ? `in ${words}` : `${words} ago`;
}

/** A span of milliseconds in its largest unit. */
export function span(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < MINUTE_MS) return `${Math.round(ms / 1000)} s`;
  if (ms < HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  if (ms < 2 * DAY_MS) return `${Math.round(ms / HOUR_MS)} h`;
  return `${Math.round(ms / DAY_MS)} days`;
}

/** Clock time of the machine, with the day when it is another one: `10:04` or `2026-03-01 10:04`. */
export function clockTime(iso: string, now: Date, withSeconds = false): string {
  const date = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}${withSeconds ? `:${two(date.getSeconds())}` : ''}`;
  if (date.toDateString() === now.toDateString()) return clock;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clock}`;
}
