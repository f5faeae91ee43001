import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { type BodySink, BodyTooLarge } from './body-sink';

/** The body is packed in a way that was not asked for and cannot be undone. */
export class UnknownEncoding extends Error {
  constructor(encoding: string) {
    super(`content-encoding ${encoding}`);
  }
}

/**
 * Reads a body into the sink, unpacked. Packed bytes have the same limit, and however much they would unpack to, no
 * more is unpacked than the sink takes. When it fails, the sink holds what came before.
 *
 * Unpacking is strict, unlike axios's own: a packed body that ends early is an error, never a short list.
 */
export async function readBody(
  source: Readable, encoding: string, limitBytes: number, sink: BodySink, signal: AbortSignal,
): Promise<void> {
  const unpack = unpackerOf(encoding);

  async function collect(unpacked: AsyncIterable<Buffer>): Promise<void> {
    for await (const chunk of unpacked) sink.add(chunk);
  }

  if (unpack === null) return pipeline(source, collect, { signal });
  return pipeline(source, (packed: AsyncIterable<Buffer>) => withinLimit(packed, limitBytes), unpack, collect, { signal });
}

/** Whether the bytes on the wire are those of the body. */
export function isPlain(encoding: string): boolean {
  return ['', 'identity'].includes(encoding.trim().toLowerCase());
}

function unpackerOf(encoding: string): Transform | null {
  if (isPlain(encoding)) return null;
  switch (encoding.trim().toLowerCase()) {
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
