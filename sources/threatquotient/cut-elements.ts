const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/**
 * Cuts the elements of a top-level array out of JSON text, each as it was written: numbers, order of members, escapes
 * and blanks stay. Null when there is no such array. Every character is looked at once.
 *
 * @param json valid JSON whose top level is an object; of several members of one name the last counts, as for
 *   JSON.parse
 */
export function cutElements(json: string, member: string): string[] | null {
  let found: string[] | null = null;
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === OPENING_BRACE || code === OPENING_BRACKET) depth += 1;
    else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) depth -= 1;
    if (code !== QUOTE) continue;
    const end = endOfText(json, at);
    const value = depth === 1 ? valueAfter(json, end + 1) : null;
    if (value !== null && JSON.parse(json.slice(at, end + 1)) === member) {
      found = null;
      if (json.charCodeAt(value) === OPENING_BRACKET) {
        const elements: string[] = [];
        at = cutInto(elements, json, value);
        found = elements;
        continue;
      }
    }
    at = end;
  }
  return found;
}

/** Cuts the array that begins there, and returns where it ends. */
function cutInto(elements: string[], json: string, begin: number): number {
  let depth = 0;
  let from = begin + 1;
  for (let at = from; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfText(json, at);
    else if (code === OPENING_BRACE || code === OPENING_BRACKET) depth += 1;
    else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) depth -= 1;
    const isEnd = depth < 0;
    if (!isEnd && (depth > 0 || code !== COMMA)) continue;
    const element = json.slice(from, at).trim();
    if (element !== '') elements.push(element);
    if (isEnd) return at;
    from = at + 1;
  }
  return json.length;
}

/** Where a text ends, given where it begins: at the first quote that is not escaped. */
function endOfText(json: string, begin: number): number {
  for (let end = json.indexOf('"', begin + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let slashes = 0;
    while (json.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return json.length;
}

/** Where the value begins of the member whose name has just ended; null when it was no name. */
function valueAfter(json: string, from: number): number | null {
  const colon = nextOf(json, from);
  return json.charCodeAt(colon) === COLON ? nextOf(json, colon + 1) : null;
}

/** The next place that is no blank. */
function nextOf(json: string, from: number): number {
  let at = from;
  while (at < json.length && json.charCodeAt(at) <= 0x20) at += 1; // JSON knows no blanks but these
  return at;
}
