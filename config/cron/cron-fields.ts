/** A field of a cron line: its limits, and names that stand for numbers from the lower limit on. */
interface FieldForm {
  readonly lowest: number;
  readonly highest: number;
  readonly names: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/**
 * The five fields in their order, with the limits of the parser that Temporal's server uses (robfig/cron: Sunday is 0
 * only).
 */
export const FIELD_FORMS: readonly FieldForm[] = [
  { lowest: 0, highest: 59, names: [] },
  { lowest: 0, highest: 23, names: [] },
  { lowest: 1, highest: 31, names: [] },
  { lowest: 1, highest: 12, names: MONTHS },
  { lowest: 0, highest: 6, names: WEEKDAYS },
];

/** Values that match one field. `any` when it is `*` or `?`: it then does not restrict the day. */
export interface CronField {
  readonly values: ReadonlySet<number>;
  readonly any: boolean;
}

/** Reads a comma list of `*`, `n`, `n-m`, each with an optional `/step`, or null when it is none. */
export function readCronField(text: string, form: FieldForm): CronField | null {
  const values = new Set<number>();
  let any = false;
  for (const part of text.split(',')) {
    const range = readRange(part, form);
    if (!range) return null;
    any ||= range.any;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return { values, any };
}

function readRange(part: string, form: FieldForm): { from: number; to: number; step: number; any: boolean } | null {
  const pieces = /^(\*|\?|[a-z0-9]+)(?:-([a-z0-9]+))?(?:\/(\d{1,3}))?$/i.exec(part);
  if (!pieces) return null;
  const [, first = '', last, stepText] = pieces;
  const step = stepText === undefined ? 1 : Number(stepText);
  if (step < 1) return null;
  if (first === '*' || first === '?') {
    return last === undefined ? { from: form.lowest, to: form.highest, step, any: step === 1 } : null;
  }
  const from = readValue(first, form);
  const to = last !== undefined ? readValue(last, form) : stepText !== undefined ? form.highest : from;
  if (from === null || to === null || from > to) return null;
  return { from, to, step, any: false };
}

function readValue(text: string, form: FieldForm): number | null {
  const named = form.names.indexOf(text.toLowerCase());
  if (named >= 0) return form.lowest + named;
  if (!/^\d{1,2}$/.test(text)) return null;
  const value = Number(text);
  return value >= form.lowest && value <= form.highest ? value : null;
}
