import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { ZLIB_PIECE_BYTES } from '../../domain/packing';
import { type BodyMark, createBodyMarker, sameMark } from './body-mark';
import { type BodySink, BodyTooLarge } from './body-sink';

const PIECES = { chunkSize: ZLIB_PIECE_BYTES };

/** The body is packed in a way that was not asked for and cannot be undone. */
export class UnknownEncoding extends Error {
  constructor(encoding: string) {
    super(`content-encoding ${encoding}`);
  }
}

/** A body that has been read. */
export interface ReadBody {
  readonly mark: BodyMark;
  /** It is the one that was known; what is packed was then not unpacked, and the sink may be empty. */
  readonly isKnown: boolean;
}

/**
 * Reads a body into the sink, unpacked. Packed bytes have the same limit, and however much they would unpack to, no
 * more is unpacked than the sink takes. When it fails, the sink holds what came before.
 *
 * Unpacking is strict, unlike axios's own: a packed body that ends early is an error, never a short list. A body that
 * is byte for byte the known one, which has been unpacked before, is not unpacked again.
 */
export async function readBody(
  source: Readable, encoding: string, limitBytes: number, sink: BodySink, signal: AbortSignal, known: BodyMark | null = null,
): Promise<ReadBody> {
  const unpack = unpackerOf(encoding);
  const marker = createBodyMarker(encoding);
  let isKnown = false;

  async function collect(unpacked: AsyncIterable<Buffer>): Promise<void> {
    for await (const chunk of unpacked) sink.add(chunk);
  }

  async function collectUnknown(arriving: AsyncIterable<Buffer>, unpacker: () => Transform): Promise<void> {
    const packed = withinLimit(marker.pass(arriving), limitBytes);
    const early = await takeUpTo(packed, known?.bytes ?? 0);
    isKnown = early.ended && sameMark(marker.mark(), known);
    if (!isKnown) await pipeline(inOrder(early.chunks, packed), unpacker(), collect, { signal });
  }

  if (unpack === null) {
    await pipeline(source, (arriving: AsyncIterable<Buffer>) => collect(marker.pass(arriving)), { signal });
    isKnown = sameMark(marker.mark(), known);
  } else {
    await pipeline(source, (arriving: AsyncIterable<Buffer>) => collectUnknown(arriving, unpack), { signal });
  }
  return { mark: marker.mark(), isKnown };
}

/** Whether the bytes on the wire are those of the body. */
export function isPlain(encoding: string): boolean {
  return ['', 'identity'].includes(encoding.trim().toLowerCase());
}

/** What makes an unpacker: one is large, and most pulls need none. Null for a body that is not packed. */
function unpackerOf(encoding: string): (() => Transform) | null {
  if (isPlain(encoding)) return null;
  switch (encoding.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return () => createGunzip(PIECES);
    case 'deflate':
      return () => createInflate(PIECES);
    case 'br':
      return () => createBrotliDecompress(PIECES);
    default:
      throw new UnknownEncoding(encoding);
  }
}

/** Takes chunks until they are more than so many bytes, or until their end. For no bytes, nothing is taken. */
async function takeUpTo(chunks: AsyncGenerator<Buffer>, bytes: number): Promise<{ readonly chunks: readonly Buffer[]; readonly ended: boolean }> {
  const taken: Buffer[] = [];
  let size = 0;
  while (bytes > 0 && size <= bytes) {
    const next = await chunks.next();
    if (next.done) return { chunks: taken, ended: true };
    taken.push(next.value);
    size += next.value.length;
  }
  return { chunks: taken, ended: false };
}

async function* inOrder(first: readonly Buffer[], rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield* first;
  yield* rest;
}

async function* withinLimit(chunks: AsyncIterable<Buffer>, limitBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > limitBytes) throw new BodyTooLarge(limitBytes);
    yield chunk;
  }
}
