import type { Finding } from '../load/finding';
import { member } from '../load/plain-data';
import type { Outline } from './outline';

/** A service is pulled by a period or by a cron line, not by both. */
export function findDoubledPeriods(outline: Outline): Finding[] {
  return outline.services
    .filter(
      ({ given }) => member(given, 'cron') !== undefined && member(given, 'request_period_in_seconds') !== undefined,
    )
    .map(({ path }) => ({
      id: 'setting_value',
      path: [...path, 'cron'],
      found: 'both request_period_in_seconds and cron',
      expected: 'either request_period_in_seconds or cron',
    }));
}
