/** Where the rows of a list stand in its bytes. */
export interface RowSlices {
  /** The answer without its rows: what stands around the array, and an empty array in its place. */
  readonly envelope: string;
  /** The text of each element of the array, one after the other. */
  elements(): Generator<string>;
}

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const DATA_KEY = Buffer.from('"data"');
const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/**
 * Finds the rows of an answer: the array that it is, or the one that stands under `data`. Null when there is none.
 *
 * Only the places are found here; each element and the envelope are still to be read as JSON, which is what refuses
 * everything that is none. Reading row by row needs no memory beyond the bytes and one row, while a large list read
 * at once stands there three times: as bytes, as text and as objects.
 */
export function rowSlices(body: Buffer): RowSlices | null {
  const start = body.indexOf(BYTE_ORDER_MARK) === 0 ? BYTE_ORDER_MARK.length : 0;
  const open = findArray(body, afterSpace(body, start));
  if (open === -1) return null;
  const ends = elementEnds(body, open);
  if (ends === null) return null;
  const close = ends.at(-1) ?? open;

  return {
    envelope: `${body.toString('utf8', start, open)}[]${body.toString('utf8', close + 1)}`,
    *elements() {
      if (ends.length === 1 && afterSpace(body, open + 1) === close) return;
      let from = open + 1;
      for (const end of ends) {
        yield body.toString('utf8', from, end);
        from = end + 1;
      }
    },
  };
}

/** The array at `start`, or the first under the key `data` of the object that stands there; -1 when there is none. */
function findArray(body: Buffer, start: number): number {
  if (body[start] === OPEN_ARRAY) return start;
  if (body[start] !== OPEN_OBJECT) return -1;
  let depth = 0;
  for (let at = start; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) depth += 1;
    else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) depth -= 1;
    else if (byte === QUOTE) {
      const end = closingQuote(body, at);
      const value = depth === 1 ? arrayOfData(body, at, end) : -1;
      if (value !== -1) return value;
      at = end;
    }
  }
  return -1;
}

/** Where the array begins when the string from `quote` to `end` is the key `data` and its value is an array, else -1. */
function arrayOfData(body: Buffer, quote: number, end: number): number {
  if (!body.subarray(quote, end + 1).equals(DATA_KEY)) return -1;
  const colon = afterSpace(body, end + 1);
  const value = afterSpace(body, colon + 1);
  return body[colon] === COLON && body[value] === OPEN_ARRAY ? value : -1;
}

/** Where the elements of an array end: at its commas and at its closing bracket. Null when it does not close. */
function elementEnds(body: Buffer, open: number): number[] | null {
  const ends: number[] = [];
  let depth = 1;
  for (let at = open + 1; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === QUOTE) at = closingQuote(body, at);
    else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) depth += 1;
    else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
      depth -= 1;
      if (depth > 0) continue;
      ends.push(at);
      return byte === CLOSE_ARRAY ? ends : null;
    } else if (byte === COMMA && depth === 1) ends.push(at);
  }
  return null;
}

/** Where the string ends that begins at `quote`; the end of the body when it does not end. */
function closingQuote(body: Buffer, quote: number): number {
  let at = quote + 1;
  while (at < body.length && body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1;
  return at;
}

function afterSpace(body: Buffer, from: number): number {
  let at = from;
  while (body[at] === 0x20 || body[at] === 0x0a || body[at] === 0x0d || body[at] === 0x09) at += 1;
  return at;
}
