import type { ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Answered } from '../../http/answer';

const CHUNK = Buffer.alloc(64 * 1024, 'x');
const OPENING = Buffer.from('{"status":200,"data":[{"cve":"CVE-2099-0001","description":"');
const CLOSING = Buffer.from('"}]}');

/** A list of one row whose description makes the body so many bytes long, compressed or not. Made while it is sent. */
export function sendFilled(response: ServerResponse, bytes: number, gzip: boolean): Answered {
  const filling = Math.max(0, bytes - OPENING.length - CLOSING.length);
  const total = OPENING.length + filling + CLOSING.length;
  const headers = gzip ? { 'content-encoding': 'gzip' } : { 'content-length': String(total) };
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
  const body = Readable.from(filled(filling));
  return gzip ? pipeline(body, createGzip(), response, ignoreGoneClient) : pipeline(body, response, ignoreGoneClient);
}

/** Rows without an end, as fast as the client takes them. */
export function sendEndless(response: ServerResponse): Answered {
  response.writeHead(200, { 'content-type': 'application/json' });
  return pipeline(Readable.from(endlessRows()), response, ignoreGoneClient);
}

function* filled(bytes: number): Generator<Buffer> {
  yield OPENING;
  for (let left = bytes; left > 0; left -= CHUNK.length) yield CHUNK.subarray(0, Math.min(left, CHUNK.length));
  yield CLOSING;
}

function* endlessRows(): Generator<string> {
  yield '{"status":200,"data":[';
  for (let number = 1; ; number += 1)
    yield `{"cve":"CVE-2099-${String(number)}","description":"${'again and '.repeat(800)}again"},\n`;
}

/** A client that has had enough closes the connection: that is what these answers are for. */
function ignoreGoneClient(): void {
  return undefined;
}
