/**
 * Numbers that `JSON.stringify` cannot write (`NaN`, `2020.0`) travel as marked strings and are bared in the text.
 * The mark is a private-use character that no real list holds.
 */
const MARK = '\uE000';

export function numberToken(text: string): string {
  return `${MARK}${text}${MARK}`;
}

export function bareNumberTokens(json: string): string {
  return json.replaceAll(`"${MARK}`, '').replaceAll(`${MARK}"`, '');
}
