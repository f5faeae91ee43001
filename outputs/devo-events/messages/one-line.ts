/**
 * JSON as a record or a line can carry it: line breaks stand only between its members, where a blank says the same, and
 * a NUL, at which receivers written in C end a text, becomes JSON's escape.
 */
export function oneLine(json: string): string {
  // to look for a character is far quicker than to replace by a pattern, and hardly a message has one of these
  if (!json.includes('\n') && !json.includes('\r') && !json.includes('\0')) return json;
  return json.replaceAll(/[\r\n]+/g, ' ').replaceAll('\0', '\\u0000');
}
