import type { EnabledService } from '../../config/enabled-services';
import { averagePeriodSeconds } from '../../config/periods';
import { EVENTS_WINDOW_MS, SHORTEST_RUN_PERIOD_MS } from '../../domain/time-limits';

/**
 * What a closed run takes of the database of a dev server, in bytes; docs/sizing.md tells how it was measured. For a
 * list it is a pull that finds nothing new of some 1,250 rows: its state holds the ledger, and is stored with each
 * run. For events it is a busy run.
 */
const BYTES_PER_RUN = { list: 70_000, events: 60_000 };

/** From here on `up` warns: more is seldom meant, and fills a small disk. */
const LIMIT_BYTES = 5e9;

const GIGABYTE = 1e9;
const DAY_MS = 24 * 3600 * 1000;

/** Seconds from one run to the next: events of short periods are walked for minutes within one run. */
function secondsOfRun({ kind, settings }: EnabledService): number {
  const seconds = averagePeriodSeconds(settings);
  return kind === 'events' && seconds * 1000 < SHORTEST_RUN_PERIOD_MS ? EVENTS_WINDOW_MS / 1000 : seconds;
}

/** Bytes that the closed runs of a service take, once as many grow too old to be kept as come anew. */
export function bytesOfRuns(kind: EnabledService['kind'], secondsBetweenRuns: number, retentionMs: number): number {
  return (retentionMs / 1000 / secondsBetweenRuns) * BYTES_PER_RUN[kind];
}

/**
 * Words for whoever starts services that will fill more than 5 GB of disk with what Temporal keeps of their pulls; null
 * where they do not.
 */
export function diskWarning(services: readonly EnabledService[], retentionMs: number): string | null {
  const needs = services.map((service) => {
    const seconds = secondsOfRun(service);
    return {
      name: `${service.input}/${service.service}`,
      seconds,
      bytes: bytesOfRuns(service.kind, seconds, retentionMs),
    };
  });
  const all = needs.reduce((sum, { bytes }) => sum + bytes, 0);
  if (all <= LIMIT_BYTES) return null;
  const { name, seconds } = needs.reduce((one, other) => (other.bytes > one.bytes ? other : one));
  const days = Math.round(retentionMs / DAY_MS);
  return (
    `Temporal keeps the pulls of ${days} days, which at these periods will fill about ` +
    `${Math.round(all / GIGABYTE)} GB of ` +
    `disk, most of it for ${name} (a pull every ${Math.round(seconds)} s). A longer ` +
    'request_period_in_seconds takes less; ' +
    'a Temporal of your own (TEMPORAL_ADDRESS) may keep them shorter. docs/sizing.md has the figures.'
  );
}
