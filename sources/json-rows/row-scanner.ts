import { isUtf8 } from 'node:buffer';
import { type ArrayPlace, afterSpace, findArray } from './find-array';

/** The text of one element of the array. */
export interface ScannedElement {
  readonly text: string;
  /** Whether it holds a number with so many digits, or such an exponent, that a double may not hold it. */
  readonly hasLongNumbers: boolean;
}

/** Finds the rows of an answer while it arrives: the elements of the array that it is, or of one of its members. */
export interface RowScanner {
  /** Takes the next bytes, and gives the text of each element that ends in them. To be read to its end. */
  scan(chunk: Buffer): Generator<ScannedElement>;
  /**
   * What stood around the array, with an empty array in its place. Null when there was no array, or it did not close.
   */
  envelope(): string | null;
  /** Whether all that was passed on as text was UTF-8. */
  wasUtf8(): boolean;
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const [ZERO, NINE, POINT, PLUS, MINUS, LOWER_E, UPPER_E] = [0x30, 0x39, 0x2e, 0x2b, 0x2d, 0x65, 0x45];
const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/** A double holds every number of fewer digits, as long as it has no exponent. */
const LONG_NUMBER = 16;

/** What stands before and after the rows is a few words; of more than this, neither is read. */
const AROUND_LIMIT_BYTES = 1024 * 1024;

/**
 * Makes a scanner. Only places are found here; each element and the envelope are still to be read as JSON, which is
 * what refuses everything that is none. So a list needs no more memory than one of its rows, while one that is read
 * at once stands there three times: as bytes, as text and as objects.
 */
export function createRowScanner(where: ArrayPlace): RowScanner {
  const around = { before: [] as Buffer[], after: [] as Buffer[], bytes: 0 };
  let place: 'before' | 'within' | 'after' | 'lost' = 'before';
  let prefix = '';
  let utf8 = true;
  /** Bytes of the element under way that came in earlier chunks, and where in it the last of them ended. */
  let begun: Buffer[] = [];
  let isFirst = true;
  let depth = 1;
  let inString = false;
  let escaped = false;
  /** Bytes of the number under way, without its sign. */
  let numberLength = 0;
  let hasLongNumbers = false;

  function textOf(bytes: Buffer): string {
    const text = bytes.toString('utf8');
    if (utf8 && text.includes('\ufffd')) utf8 = isUtf8(bytes);
    return text;
  }

  function keep(chunks: Buffer[], chunk: Buffer): void {
    around.bytes += chunk.length;
    if (around.bytes <= AROUND_LIMIT_BYTES) chunks.push(chunk);
    else place = 'lost';
  }

  /** The bytes behind the opening bracket, once it has come; null before. */
  function enter(chunk: Buffer): Buffer | null {
    keep(around.before, chunk);
    if (place === 'lost' || !chunk.includes(OPEN_ARRAY)) return null;
    const all = Buffer.concat(around.before);
    const start = all.indexOf(BYTE_ORDER_MARK) === 0 ? BYTE_ORDER_MARK.length : 0;
    const open = findArray(all, afterSpace(all, start), where);
    if (open === -1) return null;
    prefix = textOf(all.subarray(start, open));
    around.before = [];
    place = 'within';
    return all.subarray(open + 1);
  }

  function endElement(chunk: Buffer, from: number, end: number): ScannedElement {
    const text = textOf(
      begun.length === 0 ? chunk.subarray(from, end) : Buffer.concat([...begun, chunk.subarray(from, end)]),
    );
    begun = [];
    const element = { text, hasLongNumbers };
    hasLongNumbers = false;
    return element;
  }

  /** Where the string under way goes on to: behind its end, or to the end of the chunk. */
  function passString(chunk: Buffer, from: number): number {
    let at = from;
    if (escaped && at < chunk.length) {
      escaped = false;
      at += 1;
    }
    while (at < chunk.length && chunk[at] !== QUOTE) at += chunk[at] === BACKSLASH ? 2 : 1;
    escaped = at > chunk.length;
    inString = at >= chunk.length;
    return Math.min(at, chunk.length) + 1;
  }

  /** Where the number under way goes on to: behind it, or to the end of the chunk. */
  function passNumber(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length && isOfNumber(chunk[at])) {
      hasLongNumbers ||= chunk[at] === LOWER_E || chunk[at] === UPPER_E;
      at += 1;
    }
    numberLength += at - from;
    hasLongNumbers ||= numberLength >= LONG_NUMBER;
    if (at < chunk.length) numberLength = 0;
    return at;
  }

  function* elements(chunk: Buffer): Generator<ScannedElement> {
    let from = 0;
    let at = numberLength > 0 ? passNumber(chunk, 0) : 0;
    while (at < chunk.length) {
      if (inString) {
        at = passString(chunk, at);
        continue;
      }
      const byte = chunk[at];
      at += 1;
      if (byte === QUOTE) inString = true;
      else if (isDigit(byte)) at = passNumber(chunk, at - 1);
      else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) depth += 1;
      else if (byte === COMMA && depth === 1) {
        yield endElement(chunk, from, at - 1);
        isFirst = false;
        from = at;
      } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
        depth -= 1;
        if (depth > 0) continue;
        place = byte === CLOSE_ARRAY ? 'after' : 'lost';
        const last = endElement(chunk, from, at - 1);
        if (!isFirst || last.text.trim() !== '') yield last;
        if (place === 'after') keep(around.after, chunk.subarray(at));
        return;
      }
    }
    begun.push(chunk.subarray(from));
  }

  return {
    *scan(chunk) {
      if (place === 'after') keep(around.after, chunk);
      const within = place === 'before' ? enter(chunk) : chunk;
      if (place === 'within' && within !== null) yield* elements(within);
    },
    envelope: () => (place === 'after' ? `${prefix}[]${textOf(Buffer.concat(around.after))}` : null),
    wasUtf8: () => utf8,
  };
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

function isOfNumber(byte: number | undefined): boolean {
  return isDigit(byte) || byte === POINT || byte === LOWER_E || byte === UPPER_E || byte === PLUS || byte === MINUS;
}
