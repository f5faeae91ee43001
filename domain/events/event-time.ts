import { isoMoment } from '../list/moment';

/**
 * Times of ThreatQ: `YYYY-MM-DD HH:MM:SS` without zone and fraction, UTC unless the server's zone was never set to it.
 * Here they are epoch seconds. A time that names its zone is read as well: it cannot mean anything else.
 */
const NAMES_ITS_ZONE = /:\d{2}[\d.]* ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})$/i;

/** As nearly every event has it. A day up to the 28th is in every month: such a time needs no calendar. */
const USUAL = /^\d{4}-\d{2}-(?:[01]\d|2[0-8]) \d{2}:\d{2}:\d{2}$/;

/** A number is seconds or milliseconds since the epoch: from 1973 to 5138, no number can be both. */
const LEAST_SECONDS = 1e8;
const LEAST_MILLISECONDS = 1e11;

/** Epoch seconds, or null for what is no time. @param zoneMinutes how far the server's clock is ahead of UTC */
export function readEventTime(value: unknown, zoneMinutes: number): number | null {
  if (typeof value === 'number') return readEpoch(value);
  if (typeof value !== 'string') return null;
  if (USUAL.test(value)) {
    const epochMs = Date.parse(`${value.replace(' ', 'T')}Z`);
    return Number.isNaN(epochMs) ? null : epochMs / 1000 - zoneMinutes * 60;
  }
  const epochMs = value.includes(':') ? isoMoment(value) : undefined;
  if (epochMs === undefined) return null;
  return Math.floor(epochMs / 1000) - (NAMES_ITS_ZONE.test(value) ? 0 : zoneMinutes * 60);
}

function readEpoch(value: number): number | null {
  if (value < LEAST_SECONDS || value >= LEAST_MILLISECONDS * 1000) return null;
  return Math.floor(value < LEAST_MILLISECONDS ? value : value / 1000);
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
