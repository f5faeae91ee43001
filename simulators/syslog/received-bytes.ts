import type { SinkConnection } from './sink-connection';

const NEWLINE = Buffer.from('\n');

/** All bytes of a connection as one buffer. */
export function bytesOf(connection: SinkConnection): Buffer {
  return Buffer.concat(connection.chunks);
}

/** Records as text, each ended by a newline. */
export function recordsAsText(records: readonly Buffer[]): string {
  return Buffer.concat(records.flatMap((record) => [record, NEWLINE])).toString('utf8');
}
