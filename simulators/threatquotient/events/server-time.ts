/**
 * Times of ThreatQ: `YYYY-MM-DD HH:MM:SS`, no zone and no fraction; kept here as epoch seconds of the server's clock.
 */
const WRITTEN = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/;

/** Relative dates that the framework behind ThreatQ takes at either end of a window. */
const RELATIVE = /^([+-]\d+) (second|minute|hour|day|week)s?$/;
const UNIT_SECONDS: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
};

/** @param zoneMinutes how far the server's zone is ahead of UTC: 0 unless its administrator forgot to set UTC */
export function writeTime(epochSeconds: number, zoneMinutes: number): string {
  return new Date((epochSeconds + zoneMinutes * 60) * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Epoch seconds, or null for a text that is no date. `now` is the server's clock, in epoch seconds. */
export function readTime(text: string, zoneMinutes: number, now: number): number | null {
  if (text === 'NOW') return now;
  const relative = RELATIVE.exec(text);
  if (relative !== null) return now + Number(relative[1]) * (UNIT_SECONDS[relative[2] ?? ''] ?? 0);
  const written = WRITTEN.exec(text);
  if (written === null) return null;
  const epochMs = Date.parse(`${written[1] ?? ''}T${written[2] ?? ''}Z`);
  // 31 February would be read as a day of March.
  const isDay = !Number.isNaN(epochMs) && writeTime(epochMs / 1000, 0) === text;
  return !isDay ? null : epochMs / 1000 - zoneMinutes * 60;
}
