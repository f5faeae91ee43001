import { FIELD_FORMS, readCronField, type CronField } from './cron-fields';

/** A cron line, understood. */
export type Cron =
  | { readonly kind: 'every'; readonly seconds: number }
  | { readonly kind: 'fields'; readonly minute: CronField; readonly hour: CronField; readonly day: CronField; readonly month: CronField; readonly weekday: CronField };

const NICKNAMES: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

/** Reads a line in the forms that Temporal's `cronSchedule` takes, or null when it is none of them. */
export function readCron(line: string): Cron | null {
  const [, zone, rest = ''] = /^(?:(?:CRON_TZ|TZ)=(\S+)\s+)?(.*)$/s.exec(line.trim()) ?? [];
  if (zone !== undefined && !isZone(zone)) return null;
  const every = /^@every\s+(\S+)$/.exec(rest);
  if (every) return readEvery(every[1] ?? '');
  return readFields(NICKNAMES.get(rest) ?? rest);
}

/** A duration as Go writes it (`90s`, `1h30m`), in whole seconds of at least one: finer ones Temporal rounds. */
function readEvery(duration: string): Cron | null {
  const parts = /^(?:(\d{1,6})h)?(?:(\d{1,8})m)?(?:(\d{1,9})s)?$/.exec(duration);
  if (!parts) return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = parts;
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return total >= 1 ? { kind: 'every', seconds: total } : null;
}

function readFields(line: string): Cron | null {
  const texts = line.split(/\s+/);
  if (texts.length !== FIELD_FORMS.length) return null;
  const fields = FIELD_FORMS.map((form, index) => readCronField(texts[index] ?? '', form));
  const [minute, hour, day, month, weekday] = fields;
  if (!minute || !hour || !day || !month || !weekday) return null;
  return { kind: 'fields', minute, hour, day, month, weekday };
}

function isZone(zone: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
