import type { Cron } from './read-cron';

const DAY_SECONDS = 86_400;
const YEARS = 9; // holds two leap days, wherever it starts
const FIRST_DAY = Date.UTC(2096, 0, 1) / 1000; // 2100 has no leap day: the longest wait there is

/**
 * Longest time between two ticks, in seconds, or null when there is never a second one. Changes of clock time are not
 * counted.
 */
export function longestGapSeconds(cron: Cron): number | null {
  if (cron.kind === 'every') return cron.seconds;
  const ticks = ticksOfDay(cron);
  const first = ticks[0] ?? 0;
  const last = ticks.at(-1) ?? 0;
  let longest = 0;
  let previousDay: number | null = null;
  let days = 0;
  for (let day = 0; day < YEARS * 366; day += 1) {
    if (!matches(cron, new Date((FIRST_DAY + day * DAY_SECONDS) * 1000))) continue;
    if (previousDay !== null) longest = Math.max(longest, (day - previousDay) * DAY_SECONDS - last + first);
    previousDay = day;
    days += 1;
  }
  if (days < 2) return null;
  for (let index = 1; index < ticks.length; index += 1) {
    longest = Math.max(longest, (ticks[index] ?? 0) - (ticks[index - 1] ?? 0));
  }
  return longest;
}

/** Average time between two ticks, in seconds; infinite when there is none. */
export function averageGapSeconds(cron: Cron): number {
  if (cron.kind === 'every') return cron.seconds;
  let days = 0;
  for (let day = 0; day < YEARS * 366; day += 1) {
    if (matches(cron, new Date((FIRST_DAY + day * DAY_SECONDS) * 1000))) days += 1;
  }
  return (YEARS * 366 * DAY_SECONDS) / (days * ticksOfDay(cron).length);
}

function ticksOfDay(cron: Extract<Cron, { kind: 'fields' }>): number[] {
  const ticks: number[] = [];
  for (const hour of cron.hour.values) {
    for (const minute of cron.minute.values) ticks.push(hour * 3600 + minute * 60);
  }
  return ticks.sort((a, b) => a - b);
}

/** When both day fields restrict, either is enough; that is cron's old rule. */
function matches(cron: Extract<Cron, { kind: 'fields' }>, date: Date): boolean {
  if (!cron.month.values.has(date.getUTCMonth() + 1)) return false;
  const day = cron.day.values.has(date.getUTCDate());
  const weekday = cron.weekday.values.has(date.getUTCDay());
  return cron.day.any || cron.weekday.any ? day && weekday : day || weekday;
}
