import { FIELD_FORMS, readCronField, type CronField } from './cron-fields';
import { spelledZone } from './zone-names';

/** A cron line, understood. */
export type Cron =
  | { readonly kind: 'every'; readonly seconds: number }
  | {
      readonly kind: 'fields';
      readonly minute: CronField;
      readonly hour: CronField;
      readonly day: CronField;
      readonly month: CronField;
      readonly weekday: CronField;
    };

const NICKNAMES: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

/** A line in its two parts. */
interface CronLine {
  /** `CRON_TZ=Area/City` as Temporal spells it, with a blank behind it; empty where the line names none. */
  readonly zone: string;
  readonly rest: string;
}

/**
 * A line as Temporal's server takes it, or null when it would not. White space around and between its words and the
 * case of a time zone mean nothing to people; the server refuses the whole line for them, and falls over some.
 */
export function cronForServer(line: string): string | null {
  const parts = splitLine(line);
  return parts && readCron(line) ? `${parts.zone}${parts.rest}` : null;
}

/** Reads a line in the forms that Temporal's `cronSchedule` takes, or null when it is none of them. */
export function readCron(line: string): Cron | null {
  const rest = splitLine(line)?.rest;
  if (rest === undefined) return null;
  const every = /^@every (\S+)$/.exec(rest);
  if (every) return readEvery(every[1] ?? '');
  return readFields(NICKNAMES.get(rest) ?? rest);
}

function splitLine(line: string): CronLine | null {
  const [, variable, written, rest = ''] =
    /^(?:(CRON_TZ|TZ)=(\S+) )?(.*)$/.exec(line.trim().replaceAll(/\s+/g, ' ')) ?? [];
  if (variable === undefined || written === undefined) return { zone: '', rest };
  const zone = spelledZone(written);
  return zone === null ? null : { zone: `${variable}=${zone} `, rest };
}

/** A duration as Go writes it (`90s`, `1h30m`), in whole seconds of at least one: finer ones Temporal rounds. */
function readEvery(duration: string): Cron | null {
  const match = /^(?:(\d{1,6})h)?(?:(\d{1,8})m)?(?:(\d{1,9})s)?$/.exec(duration);
  if (!match) return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return total >= 1 ? { kind: 'every', seconds: total } : null;
}

function readFields(line: string): Cron | null {
  const texts = line.split(' ');
  if (texts.length !== FIELD_FORMS.length) return null;
  const fields = FIELD_FORMS.map((form, index) => readCronField(texts[index] ?? '', form));
  const [minute, hour, day, month, weekday] = fields;
  if (!minute || !hour || !day || !month || !weekday) return null;
  return { kind: 'fields', minute, hour, day, month, weekday };
}
