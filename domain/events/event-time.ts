/**
 * Times of ThreatQ: `YYYY-MM-DD HH:MM:SS` without zone and fraction, UTC unless the server's zone was never set to it.
 * Here they are epoch seconds. The form with `T` and `Z` is read as well: it cannot mean anything else.
 */
const WRITTEN = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?Z?$/;

/** Epoch seconds, or null for what is no time. @param zoneMinutes how far the server's clock is ahead of UTC */
export function readEventTime(value: unknown, zoneMinutes: number): number | null {
  const written = typeof value === 'string' ? WRITTEN.exec(value) : null;
  if (written === null) return null;
  const epochMs = Date.parse(`${written[1] ?? ''}T${written[2] ?? ''}Z`);
  return Number.isNaN(epochMs) ? null : epochMs / 1000 - zoneMinutes * 60;
}

/** As a query wants it: whole seconds, a fraction is cut. */
export function writeEventTime(epochSeconds: number, zoneMinutes: number): string {
  return isoTime(epochSeconds + zoneMinutes * 60)
    .slice(0, 19)
    .replace('T', ' ');
}

/** As the state carries it: `2026-06-01T12:00:30Z`. */
export function isoTime(epochSeconds: number): string {
  return `${new Date(Math.floor(epochSeconds) * 1000).toISOString().slice(0, 19)}Z`;
}

/** Reverses `isoTime`. */
export function fromIsoTime(text: string): number {
  const epochMs = Date.parse(text);
  if (Number.isNaN(epochMs)) throw new Error(`${text} is no time`);
  return epochMs / 1000;
}
