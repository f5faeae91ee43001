import { changeOutsideStrings } from './outside-strings';

const BARE_NUMBERS = /-?\b(?:NaN|Infinity)\b/g;

/** JSON in which bare `NaN`, `Infinity` and `-Infinity` are replaced by null. Inside of strings they stay. */
export function withoutBareNumbers(json: string): string {
  return changeOutsideStrings(json, (text) => text.replace(BARE_NUMBERS, 'null'));
}
