import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { KeptBytes } from '../../packing/kept-bytes';
import { ZLIB_CHUNK_BYTES } from '../../packing/pieces';
import { type BodyMark, createBodyMarker, NO_MARK, sameMark } from './body-mark';
import { type BodySink, BodyTooLarge } from './body-sink';

const PIECES = { chunkSize: ZLIB_CHUNK_BYTES };

/**
 * Whether a body is the known one shows at its end, and until then it is kept, in this much memory at most. One that
 * needs more is rather read again: memory must not grow with the list.
 */
const KEPT_BYTES = 32 * 1024 * 1024;

/** A larger body that did not come packed is packed while it is kept. */
const KEPT_AS_IT_IS_BYTES = 4 * 1024 * 1024;

/** The body is packed in a way that was not asked for and cannot be undone. */
export class UnknownEncoding extends Error {
  constructor(encoding: string) {
    super(`content-encoding ${encoding}`);
  }
}

/** A body that has been read. */
export interface ReadBody {
  readonly mark: BodyMark;
  /** It is the one that was known; then it was not unpacked, and the sink has got nothing. */
  readonly isKnown: boolean;
}

/**
 * Reads a body into the sink, unpacked. Packed bytes have the same limit, and however much they would unpack to, no
 * more is unpacked than the sink takes. When it fails, the sink holds what came before.
 *
 * Unpacking is strict, unlike axios's own: a packed body that ends early is an error, never a short list. A body that
 * is byte for byte the known one, which has been unpacked before, is not unpacked again, unless it is
 * too large to be kept until its end.
 */
export async function readBody(
  source: Readable,
  encoding: string,
  limitBytes: number,
  sink: BodySink,
  signal: AbortSignal,
  known?: BodyMark | null,
): Promise<ReadBody> {
  const unpack = unpackerOf(encoding);
  const marker = known === undefined ? null : createBodyMarker(encoding);
  let isKnown = false;

  async function collect(unpacked: AsyncIterable<Buffer>): Promise<void> {
    for await (const chunk of unpacked) await sink.add(chunk);
  }

  async function collectUnknown(arriving: AsyncIterable<Buffer>): Promise<void> {
    const packed = withinLimit(marker?.pass(arriving) ?? arriving, limitBytes);
    const deflates = unpack === null && (known?.bytes ?? 0) > KEPT_AS_IT_IS_BYTES;
    const kept = new KeptBytes(deflates ? 0 : Infinity);
    try {
      const ended = await keepUpTo(kept, packed, known?.bytes ?? 0);
      isKnown = ended && marker !== null && sameMark(marker.mark(), known ?? null);
      if (isKnown) return;
      const all = inOrder(kept, packed);
      await (unpack === null ? collect(all) : pipeline(all, unpack(), collect, { signal }));
    } finally {
      kept.forget();
    }
  }

  await pipeline(source, collectUnknown, { signal });
  return { mark: marker?.mark() ?? NO_MARK, isKnown };
}

/** What makes an unpacker: one is large, and most pulls need none. Null for a body that is not packed. */
function unpackerOf(encoding: string): (() => Transform) | null {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return null;
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

/**
 * Keeps chunks until they are more than so many bytes, or take too much memory, or until their end. Says whether they
 * ended.
 */
async function keepUpTo(kept: KeptBytes, chunks: AsyncGenerator<Buffer>, bytes: number): Promise<boolean> {
  let size = 0;
  while (bytes > 0 && size <= bytes && kept.size <= KEPT_BYTES) {
    const next = await chunks.next();
    if (next.done) return true;
    await kept.add(next.value);
    size += next.value.length;
  }
  return false;
}

async function* inOrder(first: KeptBytes, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield* first.takeOut();
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
