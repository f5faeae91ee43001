import { judgeHistory } from '../historical-date';
import type { Finding } from '../load/finding';
import { member } from '../load/plain-data';
import { pathInWords, type SettingPath } from '../load/setting-path';
import type { Outline } from './outline';

/**
 * `warn` for a collector that may have state: a date grows old by itself, and a service that has begun no longer needs
 * it.
 */
export type HistoryJudgement = 'strict' | 'warn';

/** A `historical_poll_datetime` must not lie in the future; one that is older than a year is an error or a warning. */
export function judgeHistories(
  outline: Outline,
  now: Date,
  judgement: HistoryJudgement,
): { findings: Finding[]; warnings: string[] } {
  const findings: Finding[] = [];
  const warnings: string[] = [];
  for (const { given, path: servicePath, enabled } of outline.services) {
    const date = member(given, 'historical_poll_datetime');
    if (typeof date !== 'string' || !enabled) continue;
    const path: SettingPath = [...servicePath, 'historical_poll_datetime'];
    const fault = judgeHistory(date, now);
    if (fault === null) continue;
    if (fault === 'historical_poll_datetime_too_old' && judgement === 'warn') {
      warnings.push(`${pathInWords(path)}: the date is older than a year; a service without state would refuse it`);
      continue;
    }
    const expected =
      fault === 'historical_poll_datetime_future'
        ? `a date up to now, ${now.toISOString()}`
        : 'a date within the last year';
    findings.push({ id: fault, path, found: `the date ${date}`, expected });
  }
  return { findings, warnings };
}
