const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Where the array is looked for. */
export interface ArrayPlace {
  /** The key of an object that holds it. */
  readonly rows: string;
  /** Whether it may stand there itself. */
  readonly mayBeBare: boolean;
}

/**
 * The array at `start`, or the first under the key of the object that stands there; -1 when there is none yet.
 */
export function findArray(body: Buffer, start: number, { rows, mayBeBare }: ArrayPlace): number {
  if (body[start] === OPEN_ARRAY) return mayBeBare ? start : -1;
  if (body[start] !== OPEN_OBJECT) return -1;
  const key = Buffer.from(JSON.stringify(rows));
  let depth = 0;
  for (let at = start; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) depth += 1;
    else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) depth -= 1;
    else if (byte === QUOTE) {
      const end = closingQuote(body, at);
      const value = depth === 1 ? arrayUnder(key, body, at, end) : -1;
      if (value !== -1) return value;
      at = end;
    }
  }
  return -1;
}

/**
 * Where the array begins when the string from `quote` to `end` is the key and its value is an array, else -1.
 */
function arrayUnder(key: Buffer, body: Buffer, quote: number, end: number): number {
  if (!body.subarray(quote, end + 1).equals(key)) return -1;
  const colon = afterSpace(body, end + 1);
  const value = afterSpace(body, colon + 1);
  return body[colon] === COLON && body[value] === OPEN_ARRAY ? value : -1;
}

/** Where the string ends that begins at `quote`; the end of the body when it does not end. */
function closingQuote(body: Buffer, quote: number): number {
  let at = quote + 1;
  while (at < body.length && body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1;
  return at;
}

export function afterSpace(body: Buffer, from: number): number {
  let at = from;
  while (body[at] === 0x20 || body[at] === 0x0a || body[at] === 0x0d || body[at] === 0x09) at += 1;
  return at;
}
