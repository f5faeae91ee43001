import { longestGapSeconds } from './gaps';
import { readCron } from './read-cron';
import { spelledZone } from './zone-names';

export type CronFault = 'not a cron line' | 'an unknown time zone' | 'it would never come';

/** Why a line cannot be used as a cron, or null when it can. */
export function cronFault(line: string): CronFault | null {
  const cron = readCron(line);
  if (cron) return longestGapSeconds(cron) === null ? 'it would never come' : null;
  const zone = /^\s*(?:CRON_TZ|TZ)=(\S+)\s/.exec(line)?.[1];
  return zone !== undefined && spelledZone(zone) === null ? 'an unknown time zone' : 'not a cron line';
}
