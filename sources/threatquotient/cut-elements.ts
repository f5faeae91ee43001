const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING: ReadonlySet<number> = new Set([0x7b, 0x5b]);
const CLOSING: ReadonlySet<number> = new Set([0x7d, 0x5d]);

/**
 * Cuts the elements of a top-level array out of JSON text, each as it was written: numbers, order of members, escapes and
 * blanks stay. Null when there is no such array.
 *
 * @param json valid JSON whose top level is an object; of several members of one name the last counts, as for JSON.parse
 */
export function cutElements(json: string, member: string): string[] | null {
  const begin = valueOfMember(json, member);
  return begin !== null && json[begin] === '[' ? elementsFrom(json, begin) : null;
}

/** Where the value of a member of the top-level object begins. */
function valueOfMember(json: string, member: string): number | null {
  let found: number | null = null;
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (OPENING.has(code)) depth += 1;
    else if (CLOSING.has(code)) depth -= 1;
    if (code !== QUOTE) continue;
    const end = endOfText(json, at);
    const colon = depth === 1 ? nextOf(json, end + 1) : -1;
    if (colon !== -1 && json[colon] === ':' && JSON.parse(json.slice(at, end + 1)) === member)
      found = nextOf(json, colon + 1);
    at = end;
  }
  return found;
}

function elementsFrom(json: string, begin: number): string[] {
  const elements: string[] = [];
  let depth = 0;
  let from = begin + 1;
  for (let at = from; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfText(json, at);
    else if (OPENING.has(code)) depth += 1;
    else if (CLOSING.has(code)) depth -= 1;
    const isEnd = depth < 0;
    if (!isEnd && (depth > 0 || code !== COMMA)) continue;
    const element = json.slice(from, at).trim();
    if (element !== '') elements.push(element);
    if (isEnd) return elements;
    from = at + 1;
  }
  return elements;
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

/** The next place that is no blank. */
function nextOf(json: string, from: number): number {
  let at = from;
  while (/\s/.test(json[at] ?? 'x')) at += 1;
  return at;
}
