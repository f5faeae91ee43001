import { averageGapSeconds, longestGapSeconds } from './cron/gaps';
import { cronForServer, readCron } from './cron/read-cron';
/** The settings that say when a service pulls. */
interface PeriodSettings {
  readonly cron?: string | undefined;
  readonly request_period_in_seconds: number;
  readonly stale_after_seconds?: number | undefined;
}

const PERIODS_UNTIL_STALE = 3;

/** The `cronSchedule` of a service, as Temporal's server takes it. */
export function cronSpec(settings: PeriodSettings): string {
  if (settings.cron === undefined) return `@every ${settings.request_period_in_seconds}s`;
  return cronForServer(settings.cron) ?? settings.cron;
}

/** Seconds between two pulls, the longest when a cron line makes them differ. */
export function periodSeconds(settings: PeriodSettings): number {
  const cron = settings.cron === undefined ? null : readCron(settings.cron);
  return (cron && longestGapSeconds(cron)) ?? settings.request_period_in_seconds;
}

/** Seconds between two pulls on average: how many there are in a month follows from it. */
export function averagePeriodSeconds(settings: PeriodSettings): number {
  const cron = settings.cron === undefined ? null : readCron(settings.cron);
  return cron === null ? settings.request_period_in_seconds : averageGapSeconds(cron);
}

/** Age in seconds of the last good pull from which a service is not well. */
export function staleAfterSeconds(settings: PeriodSettings): number {
  return settings.stale_after_seconds ?? PERIODS_UNTIL_STALE * periodSeconds(settings);
}
