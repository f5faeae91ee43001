/** What may stand before a value on its line: an indentation and the dashes of lists. */
const BEFORE = /^[ \t]*(?:-[ \t]+)*/;

/** Characters that mean something to YAML at the begin of a value, wherever it stands. */
const ALWAYS = '*&!@%`|>,]}';
/** These only with a blank, or nothing, behind them. */
const BEFORE_A_BLANK = '-?:';

/** Whether no text without quotes may begin with this character. */
export function isReserved(character: string): boolean {
  return character !== '' && ALWAYS.includes(character);
}

/**
 * Where the value of the line with this offset begins: behind `name:` and the dashes of a list. Null when it has none.
 */
export function valueOnLine(text: string, offset: number): number | null {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const line = lineFrom(text, start);
  const before = BEFORE.exec(line)?.[0].length ?? 0;
  const rest = line.slice(before);
  const colon = keyEnd(rest);
  const value = rest.slice(colon).search(/[^ \t]/);
  if (value === -1) return null;
  return start + before + colon + value;
}

/**
 * The character at a value's begin when it is the reason for a fault behind it: one that YAML keeps for itself, or a
 * quote or bracket that ends before the value does, or not on this line. Else null.
 */
export function reservedFirst(text: string, value: number, fault: number): string | null {
  const rest = lineFrom(text, value);
  const first = rest.charAt(0);
  if (isReserved(first)) return first;
  if (BEFORE_A_BLANK.includes(first) && /^.(?:[ \t]|$)/.test(rest)) return first;
  if (first === '"' || first === "'") return endsBefore(rest.indexOf(first, 1)) ? first : null;
  if (first === '{' || first === '[') return rest.startsWith('{{') || endsBefore(closing(rest)) ? first : null;
  return null;

  function endsBefore(end: number): boolean {
    return end === -1 || fault > value + end;
  }
}

/** Behind the colon of the name that the text begins with; 0 when it begins with something else. */
function keyEnd(text: string): number {
  const quote = text.charAt(0);
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, 1) + 1;
    return end > 0 && /^[ \t]*:(?:[ \t]|$)/.test(text.slice(end)) ? text.indexOf(':', end) + 1 : 0;
  }
  if (`${ALWAYS}{[#`.includes(quote)) return 0;
  return text.search(/:(?:[ \t]|$)/) + 1;
}

/** Index of the bracket that closes the one at the begin; -1 without. */
function closing(text: string): number {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    if ('{['.includes(text.charAt(index))) depth += 1;
    if ('}]'.includes(text.charAt(index))) depth -= 1;
    if (depth === 0) return index;
  }
  return -1;
}

function lineFrom(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end === -1 ? undefined : end).replace(/\r$/, '');
}
