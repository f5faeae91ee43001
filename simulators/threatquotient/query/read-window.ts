import { readTime } from '../events/server-time';
import type { Profile } from '../profile';
import { Refusal } from '../threatquotient-error';

/** One condition on a time of an event. */
export interface TimeTest {
  readonly column: TimeColumn;
  readonly operator: '+gt' | '+gte' | '+lt' | '+lte';
  /** Epoch seconds. */
  readonly bound: number;
  /** Whether `+gt` and `+lt` take in the bound itself. */
  readonly inclusive: boolean;
}

export type TimeColumn = 'created_at' | 'updated_at' | 'touched_at';

const COLUMNS: ReadonlySet<string> = new Set(['created_at', 'updated_at', 'touched_at'] satisfies TimeColumn[]);
const OPERATORS: ReadonlySet<string> = new Set(['+gt', '+gte', '+lt', '+lte'] satisfies TimeTest['operator'][]);

/** Reads `{"+and": [{"updated_at": {"+gt": "...", "+lt": "..."}}]}`, or the same without `+and`. */
export function readWindow(
  filter: Readonly<Record<string, unknown>>,
  profile: Profile,
  now: number,
): readonly TimeTest[] {
  return Object.entries(filter).flatMap(([name, value]): readonly TimeTest[] => {
    if (name === '+and') {
      if (!Array.isArray(value)) throw new Refusal(400, '+and wants an array');
      return value.flatMap((part: unknown) => readWindow(record(part), profile, now));
    }
    if (name.startsWith('+')) throw new Refusal(400, `The operator ${name} is not known here`);
    if (!isColumn(name)) throw new Refusal(400, `There is no filter by ${name}`);
    return Object.entries(record(value)).map(([operator, bound]) => readTest(name, operator, bound, profile, now));
  });
}

function readTest(column: TimeColumn, operator: string, bound: unknown, profile: Profile, now: number): TimeTest {
  if (!isOperator(operator)) throw new Refusal(400, `The operator ${operator} is not known`);
  if (!profile.orEqual && operator.endsWith('e')) throw new Refusal(400, `The operator ${operator} is not known`);
  const time = typeof bound === 'string' ? readTime(bound, profile.zoneMinutes, now) : null;
  if (time === null) throw new Refusal(400, `${column} ${operator} wants a date such as "2022-06-27 15:14:30"`);
  return { column, operator, bound: time, inclusive: profile.inclusive };
}

export function passes(value: number, { operator, bound, inclusive }: TimeTest): boolean {
  switch (operator) {
    case '+gt':
      return inclusive ? value >= bound : value > bound;
    case '+gte':
      return value >= bound;
    case '+lt':
      return inclusive ? value <= bound : value < bound;
    case '+lte':
      return value <= bound;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal(400, 'A filter must be an object');
  return Object.fromEntries(Object.entries(value));
}

function isColumn(name: string): name is TimeColumn {
  return COLUMNS.has(name);
}

function isOperator(name: string): name is TimeTest['operator'] {
  return OPERATORS.has(name);
}
