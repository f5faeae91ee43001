/**
 * JSON as a record or a line can carry it: line breaks stand only between its members, where a blank says the same, and
 * a NUL, at which receivers written in C end a text, becomes JSON's escape.
 */
export function oneLine(json: string): string {
  return /[\0\r\n]/.test(json) ? json.replaceAll(/[\r\n]+/g, ' ').replaceAll('\0', '\\u0000') : json;
}
