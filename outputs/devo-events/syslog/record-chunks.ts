import { gzipSync } from 'node:zlib';
import { frameRecord, isCounted, type SyslogRecord } from './syslog-record';

/** Records written to the connection at once. Measured on loopback: smaller costs calls, larger memory. */
const CHUNK_BYTES = 256 * 1024;

/** A character of a string, which is a unit of UTF-16, has so many bytes in UTF-8 at most. */
const MOST_BYTES_OF_CHARACTER = 3;

/** A gzip member is closed when its records exceed this: the limit of Devo's SDK (devo-sdk 7.0.2, `SenderBuffer`). */
const GZIP_LIMIT_BYTES = 19_500;

/** Bytes to write at once. */
export interface RecordChunk {
  readonly bytes: Buffer;
  /** Messages in it. */
  readonly count: number;
}

/** `plainRecords` of messages with one header. */
export function plainChunks(header: string, messages: Iterable<string>): Generator<RecordChunk> {
  return plainRecords(framed(header, messages));
}

/** `gzipRecords` of messages with one header. */
export function gzipChunks(header: string, messages: Iterable<string>): Generator<RecordChunk> {
  return gzipRecords(framed(header, messages));
}

function* framed(header: string, messages: Iterable<string>): Generator<string> {
  for (const message of messages) yield frameRecord(header, message);
}

/** What it takes at most in UTF-8. */
function mostBytes(record: SyslogRecord): number {
  if (typeof record === 'string') return record.length * MOST_BYTES_OF_CHARACTER;
  let most = 0;
  for (const piece of record) most += typeof piece === 'string' ? mostBytes(piece) : piece.length;
  return most;
}

function bytesOf(record: SyslogRecord): Buffer {
  if (typeof record === 'string') return Buffer.from(record);
  const bytes = Buffer.allocUnsafeSlow(mostBytes(record));
  return bytes.subarray(0, write(record, bytes, 0));
}

/** Returns where it ends. */
function write(record: SyslogRecord, target: Buffer, begin: number): number {
  if (typeof record === 'string') return begin + target.write(record, begin);
  let at = begin;
  for (const piece of record) at += typeof piece === 'string' ? target.write(piece, at) : piece.copy(target, at);
  return at;
}

/** Joins records to large chunks; one that is larger goes by itself. */
export function* plainRecords(records: Iterable<SyslogRecord>): Generator<RecordChunk> {
  let chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let used = 0;
  let count = 0;
  for (const record of records) {
    const most = mostBytes(record);
    const isFull = most > CHUNK_BYTES - used;
    if (isFull && count > 0) {
      yield { bytes: chunk.subarray(0, used), count };
      chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES); // the connection may still hold the one before
      used = 0;
      count = 0;
    }
    if (most > CHUNK_BYTES) {
      yield { bytes: bytesOf(record), count: 1 };
      continue;
    }
    used = write(record, chunk, used);
    count += 1;
  }
  if (count > 0) yield { bytes: chunk.subarray(0, used), count };
}

/**
 * Joins records to gzip members, as Devo's SDK does: a member ends after the record that takes it over the limit.
 * A message with a newline goes between two members, by octet counting, because receivers split members at newlines.
 */
export function* gzipRecords(records: Iterable<SyslogRecord>): Generator<RecordChunk> {
  let member: Buffer[] = [];
  let size = 0;
  for (const given of records) {
    const record = bytesOf(given);
    if (isCounted(given)) {
      if (size > 0) yield { bytes: gzipSync(Buffer.concat(member)), count: member.length };
      yield { bytes: record, count: 1 };
      member = [];
      size = 0;
      continue;
    }
    member.push(record);
    size += record.length;
    if (size <= GZIP_LIMIT_BYTES) continue;
    yield { bytes: gzipSync(Buffer.concat(member)), count: member.length };
    member = [];
    size = 0;
  }
  if (size > 0) yield { bytes: gzipSync(Buffer.concat(member)), count: member.length };
}
