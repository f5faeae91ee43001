import { inflateRawSync } from 'node:zlib';

const NEWLINE = 0x0a;
const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;
const GZIP_MAGIC = 0x1f;
const GZIP_HEADER_BYTES = 10; // RFC 1952 without optional fields, as zlib writes it
const GZIP_TRAILER_BYTES = 8; // CRC-32 and length
const LONGEST_COUNT = 10; // digits of an octet count

/** A piece that was cut off the front of the stream: its records, and how many bytes they took. */
interface Piece {
  readonly records: readonly Buffer[];
  readonly taken: number;
}

/**
 * Cuts a byte stream into syslog records, without their final newline.
 *
 * Three forms may alternate, told apart by their first byte: a digit starts an octet-counted record (RFC 6587, which
 * may hold newlines), 0x1f a gzip member full of records, anything else a record that ends with a newline.
 */
export class RecordParser {
  #pending: Buffer = Buffer.alloc(0);
  /** What has come since and ends no record: a record of 10 MB comes in hundreds of pieces, and is joined once. */
  #waiting: Buffer[] = [];

  /** Bytes that do not make a whole record yet. At the end of a connection: what was torn. */
  get pendingBytes(): number {
    return this.#waiting.reduce((sum, { length }) => sum + length, this.#pending.length);
  }

  /** Takes the next bytes and returns the records that they complete. */
  push(chunk: Buffer): Buffer[] {
    if (endsWithNewline(this.#pending) && !chunk.includes(NEWLINE)) {
      this.#waiting.push(chunk);
      return [];
    }
    this.#pending = Buffer.concat([this.#pending, ...this.#waiting, chunk]);
    this.#waiting = [];
    const records: Buffer[] = [];
    let at = 0;
    for (;;) {
      const piece = nextPiece(this.#pending.subarray(at));
      if (!piece) break;
      for (const record of piece.records) records.push(record);
      at += piece.taken;
    }
    this.#pending = this.#pending.subarray(at);
    return records;
  }
}

/** Whether what has begun is a record that only a newline ends. */
function endsWithNewline(bytes: Buffer): boolean {
  const first = bytes[0];
  return first !== undefined && first !== GZIP_MAGIC && !(first >= ZERO && first <= NINE);
}

function nextPiece(bytes: Buffer): Piece | null {
  const first = bytes[0];
  if (first === undefined) return null;
  if (first === GZIP_MAGIC) return gzipMember(bytes);
  if (first >= ZERO && first <= NINE) return countedRecord(bytes);
  const end = bytes.indexOf(NEWLINE);
  return end < 0 ? null : { records: [bytes.subarray(0, end)], taken: end + 1 };
}

function countedRecord(bytes: Buffer): Piece | null {
  const space = bytes.indexOf(SPACE);
  if (space < 0 && bytes.length <= LONGEST_COUNT) return null;
  const digits = bytes.toString('latin1', 0, Math.max(space, 0));
  if (!/^\d{1,10}$/.test(digits)) throw new Error('an octet count is not followed by a space');
  const end = space + 1 + Number(digits);
  if (bytes.length < end) return null;
  return { records: [withoutNewline(bytes.subarray(space + 1, end))], taken: end };
}

function gzipMember(bytes: Buffer): Piece | null {
  if (bytes.length < GZIP_HEADER_BYTES + GZIP_TRAILER_BYTES) return null;
  if (bytes[1] !== 0x8b || bytes[2] !== 8 || bytes[3] !== 0) throw new Error('not a plain gzip member');
  const inflated = inflate(bytes.subarray(GZIP_HEADER_BYTES));
  if (!inflated) return null;
  const taken = GZIP_HEADER_BYTES + inflated.taken + GZIP_TRAILER_BYTES;
  if (bytes.length < taken) return null;
  const inner = new RecordParser();
  const records = inner.push(inflated.text);
  if (inner.pendingBytes > 0) throw new Error('a gzip member ends within a record');
  return { records, taken };
}

function inflate(bytes: Buffer): { text: Buffer; taken: number } | null {
  try {
    // With `info` the result also tells how much input the deflate stream took; Node's types do not know that.
    const result = inflateRawSync(bytes, { info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return { text: result.buffer, taken: result.engine.bytesWritten };
  } catch (error) {
    // not all here yet
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'Z_BUF_ERROR') return null;
    throw error;
  }
}

function withoutNewline(record: Buffer): Buffer {
  return record.at(-1) === NEWLINE ? record.subarray(0, -1) : record;
}
