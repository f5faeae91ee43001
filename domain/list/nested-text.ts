import { ExactNumber } from './exact-number';

/**
 * JSON of a value that the source has nested in a cell. Members stand in the order of their names, so that the same
 * value has one text in whichever order they were sent. Throws a RangeError for thousands of levels.
 */
export function nestedText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (value instanceof ExactNumber) return value.digits;
  if (Array.isArray(value)) return `[${value.map(nestedText).join(',')}]`;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${nestedText(member)}`).join(',')}}`;
}
