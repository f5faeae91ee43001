import { z } from 'zod';
import { RETRY_LIMIT_MS } from '../../domain/time-limits';
import { cronFault, type CronFault } from '../cron/cron-fault';
import { readDate } from '../historical-date';
import { refusal } from './refuse';
import { setting } from './setting-facts';
import { text } from './text';

/*
 * When services pull, from which date, how long they try, and when they are late: the same settings for lists and for
 * events, which differ in what they say of themselves.
 */

const YEAR_SECONDS = 31_536_000;
const CRON_FORM =
  'five cron fields (CRON_TZ=Area/City may go before), @hourly, @daily, or @every with a duration such as 90s';
const CRON_EXPECTED: Readonly<Record<CronFault, string>> = {
  'not a cron line': `${CRON_FORM}; Sunday is 0`,
  'an unknown time zone': 'a time zone that Temporal knows, such as CRON_TZ=Europe/Madrid or CRON_TZ=UTC',
  'it would never come': 'a day that some month has: 30 February, for one, never comes',
};

/** What a service says of one of these settings. */
interface Words<Example> {
  readonly description: string;
  readonly example: Example;
}

export function periodSetting(usual: number, words: Words<number>) {
  return setting(z.int().min(1).max(YEAR_SECONDS).default(usual), { ...words, unit: 'seconds', besidePulls: true });
}

export function cronSetting(example: string) {
  return setting(cronText().optional(), {
    description:
      'When to pull, in place of a period: five cron fields in UTC or in the zone of `CRON_TZ`, ' +
      'or `@hourly`, or `@every 90s`.',
    expected: CRON_FORM,
    example,
    besidePulls: true,
  });
}

export function retrySetting(description: string) {
  const most = RETRY_LIMIT_MS / 1000;
  return setting(z.int().min(0).max(most).default(60), { description, unit: 'seconds', example: 300 });
}

export function staleSetting(words: Words<number>) {
  const longest = 3 * YEAR_SECONDS;
  return setting(z.int().min(1).max(longest).optional(), { ...words, unit: 'seconds', besidePulls: true });
}

function cronText() {
  return text().superRefine((line, context) => {
    const fault = cronFault(line);
    if (fault !== null)
      context.addIssue({ code: 'custom', message: CRON_EXPECTED[fault], params: { expected: CRON_EXPECTED[fault] } });
  });
}

/** The date at which deliveries of events begin. @param description what begins there, of lists or of events */
export function historicalDateSetting(description: string) {
  const date = z
    .string()
    .refine(
      (text) => readDate(text) !== null,
      refusal('historical_poll_datetime_format', 'a date such as "2026-01-31" or "2026-01-31T00:00:00Z"'),
    );
  return setting(date.optional(), {
    description,
    expected: 'an ISO 8601 date in quotes',
    example: '2026-01-31T00:00:00Z',
    errors: { type: 'historical_poll_datetime_type' },
  });
}
