import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** The body is larger than allowed, on the wire or unpacked. */
export class BodyTooLarge extends Error {
  constructor(limitBytes: number) {
    super(`more than ${limitBytes} bytes`);
  }
}

/** The body is packed in a way that was not asked for and cannot be undone. */
export class UnknownEncoding extends Error {
  constructor(encoding: string) {
    super(`content-encoding ${encoding}`);
  }
}

/**
 * Reads a body into `chunks`, unpacked. Never holds more than the limit and one chunk, whatever the packed bytes
 * unpack to. When it fails, `chunks` hold what came before.
 *
 * Unpacking is strict, unlike axios's own: a packed body that ends early is an error, never a short list.
 */
export async function readBody(
  source: Readable, encoding: string, limitBytes: number, chunks: Buffer[], signal: AbortSignal,
): Promise<void> {
  const unpack = unpackerOf(encoding);

  async function collect(unpacked: AsyncIterable<Buffer>): Promise<void> {
    for await (const chunk of withinLimit(unpacked, limitBytes)) chunks.push(chunk);
  }

  if (unpack === null) return pipeline(source, collect, { signal });
  return pipeline(source, (packed: AsyncIterable<Buffer>) => withinLimit(packed, limitBytes), unpack, collect, { signal });
}

function unpackerOf(encoding: string): Transform | null {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return null;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new UnknownEncoding(encoding);
  }
}

async function* withinLimit(chunks: AsyncIterable<Buffer>, limitBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > limitBytes) throw new BodyTooLarge(limitBytes);
    yield chunk;
  }
}
