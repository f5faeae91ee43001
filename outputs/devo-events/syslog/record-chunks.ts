import { gzipSync } from 'node:zlib';
import { frameRecord, isCounted } from './syslog-record';

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

/** Joins records to large chunks; one that is larger goes by itself. */
export function* plainRecords(records: Iterable<string>): Generator<RecordChunk> {
  let chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let used = 0;
  let count = 0;
  for (const record of records) {
    const isFull = record.length * MOST_BYTES_OF_CHARACTER > CHUNK_BYTES - used;
    if (isFull && count > 0) {
      yield { bytes: chunk.subarray(0, used), count };
      chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES); // the connection may still hold the one before
      used = 0;
      count = 0;
    }
    if (record.length * MOST_BYTES_OF_CHARACTER > CHUNK_BYTES) {
      yield { bytes: Buffer.from(record), count: 1 };
      continue;
    }
    used += chunk.write(record, used);
    count += 1;
  }
  if (count > 0) yield { bytes: chunk.subarray(0, used), count };
}

/**
 * Joins records to gzip members, as Devo's SDK does: a member ends after the record that takes it over the limit.
 * A message with a newline goes between two members, by octet counting, because receivers split members at newlines.
 */
export function* gzipRecords(records: Iterable<string>): Generator<RecordChunk> {
  let member: Buffer[] = [];
  let size = 0;
  for (const text of records) {
    const record = Buffer.from(text);
    if (isCounted(text)) {
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
