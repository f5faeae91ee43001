import { longestGapSeconds } from './longest-gap';
import { readCron } from './read-cron';

/** Why a line cannot be used as a cron, or null when it can. */
export function cronFault(line: string): 'not a cron line' | 'it would never come' | null {
  const cron = readCron(line);
  if (!cron) return 'not a cron line';
  return longestGapSeconds(cron) === null ? 'it would never come' : null;
}
