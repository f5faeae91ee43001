const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** JSON's blanks. */
const BLANK = 0x20;
const TABULATOR = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** So many bytes of a text are looked at one by one; the end of a longer one is searched for, which costs a call. */
const LOOKED_AT = 64;

/** A top-level array that was cut out of a text. */
export interface CutArray {
  /** Views of the text, which is not copied. */
  readonly elements: readonly Buffer[];
  /** Where the brackets of the array stand. */
  readonly begin: number;
  readonly end: number;
}

/**
 * Cuts the elements of a top-level array out of JSON text, each as it was written: numbers, order of members, escapes
 * and blanks stay. Null when there is no such array. Every byte is looked at once; those of UTF-8 beyond ASCII are
 * never a mark of JSON's.
 *
 * The text is valid JSON exactly when each element is, and what is left with an empty array in their place.
 *
 * @param json UTF-8 text whose top level is an object; of several members of one name the last counts, as for
 *   JSON.parse
 */
export function cutElements(json: Buffer, member: string): CutArray | null {
  const name = `"${member}"`;
  let found: CutArray | null = null;
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = json[at];
    if (code === OPENING_BRACE || code === OPENING_BRACKET) depth += 1;
    else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) depth -= 1;
    if (code !== QUOTE) continue;
    const end = endOfText(json, at);
    const value = depth === 1 ? valueAfter(json, end + 1) : null;
    if (value !== null && isNamed(json.toString('utf8', at, end + 1), name)) {
      found = json[value] === OPENING_BRACKET ? cutArray(json, value) : null;
      if (found !== null) {
        ({ end: at } = found);
        continue;
      }
    }
    at = end;
  }
  return found;
}

/** Whether a name, in its quotes, is this one; it may be written with escapes. */
function isNamed(written: string, name: string): boolean {
  if (written === name || !written.includes('\\')) return written === name;
  try {
    return JSON.stringify(JSON.parse(written)) === name;
  } catch {
    return false; // whoever reads what is left of the text will see it
  }
}

/** Cuts the array that begins there; null when it does not end as an array does. */
function cutArray(json: Buffer, begin: number): CutArray | null {
  const elements: Buffer[] = [];
  let depth = 0;
  let from = begin + 1;
  for (let at = from; at < json.length; at += 1) {
    const code = json[at];
    if (code === QUOTE) at = endOfText(json, at);
    else if (code === OPENING_BRACE || code === OPENING_BRACKET) depth += 1;
    else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) depth -= 1;
    const isEnd = depth < 0;
    if (!isEnd && (depth > 0 || code !== COMMA)) continue;
    const element = withoutBlanks(json, from, at);
    const isNone = isEnd && elements.length === 0 && element.length === 0;
    if (!isNone) elements.push(element);
    if (isEnd) return code === CLOSING_BRACKET ? { elements, begin, end: at } : null;
    from = at + 1;
  }
  return null;
}

function withoutBlanks(json: Buffer, begin: number, end: number): Buffer {
  const from = Math.min(nextOf(json, begin), end);
  let to = end;
  while (to > from && isBlank(json[to - 1])) to -= 1;
  return json.subarray(from, to);
}

/** Where a text ends, given where it begins: at the first quote that is not escaped. */
function endOfText(json: Buffer, begin: number): number {
  const soon = Math.min(begin + LOOKED_AT, json.length);
  let at = begin + 1;
  for (; at < soon; at += 1) {
    const code = json[at];
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at += 1;
  }
  for (let end = json.indexOf(QUOTE, at); end !== -1; end = json.indexOf(QUOTE, end + 1)) {
    let slashes = 0;
    while (json[end - 1 - slashes] === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return json.length;
}

/** Where the value begins of the member whose name has just ended; null when it was no name. */
function valueAfter(json: Buffer, from: number): number | null {
  const colon = nextOf(json, from);
  return json[colon] === COLON ? nextOf(json, colon + 1) : null;
}

/** The next place that is no blank. */
function nextOf(json: Buffer, from: number): number {
  let at = from;
  while (isBlank(json[at])) at += 1;
  return at;
}

function isBlank(code: number | undefined): boolean {
  return code === BLANK || code === LINE_FEED || code === CARRIAGE_RETURN || code === TABULATOR;
}
