import { promisify } from 'node:util';
import { deflateRaw, inflateRaw, inflateRawSync, type ZlibOptions } from 'node:zlib';

/**
 * In which zlib hands out its result; each chunk is a turn of its own, and the default of 16 KB costs more in turns
 * than in work.
 */
export const ZLIB_CHUNK_BYTES = 256 * 1024;

/** No piece of ours is larger when it is inflated; bounds what a foreign one can do to memory. */
const PIECE_LIMIT_BYTES = 256 * 1024 * 1024;

/** Pieces that are deflated at a time, by as many threads (libuv's default), while the next ones are written. */
const PIECES_AT_ONCE = 4;

const deflateOnce = promisify(deflateRaw);
const inflateOnce = promisify(inflateRaw);

/** Deflates bytes on another thread. */
export function deflate(bytes: Uint8Array, options: Pick<ZlibOptions, 'level' | 'strategy'>): Promise<Buffer> {
  return deflateOnce(bytes, { ...options, chunkSize: ZLIB_CHUNK_BYTES });
}

/** Reverses `deflate`, on another thread. Throws an Error for what is no such bytes, or more than the limit. */
export function inflate(bytes: Uint8Array, limitBytes = PIECE_LIMIT_BYTES): Promise<Buffer> {
  return inflateOnce(bytes, { maxOutputLength: limitBytes, chunkSize: ZLIB_CHUNK_BYTES });
}

/** Reverses `deflate` at once, for whoever goes through rows one after the other. */
export function inflateNow(piece: Uint8Array): Buffer {
  return inflateRawSync(piece, { maxOutputLength: PIECE_LIMIT_BYTES, chunkSize: ZLIB_CHUNK_BYTES });
}

/** Deflates what comes in pieces, some of them beside each other. `inflateInTurn` reverses it. */
export class PieceDeflater {
  private readonly deflated: Promise<Buffer>[] = [];
  private kept = 0;

  /** Pieces that are deflated, or being deflated. */
  get count(): number {
    return this.deflated.length;
  }

  /** Bytes that they take; one that is being deflated counts in full. */
  get size(): number {
    return this.kept;
  }

  /** All pieces, in their order. */
  get pieces(): readonly Promise<Buffer>[] {
    return this.deflated;
  }

  /** Resolves when there is room for another piece. */
  async add(piece: Uint8Array, level: number): Promise<void> {
    this.kept += piece.length;
    this.deflated.push(
      deflate(piece, { level }).then((deflated) => {
        this.kept += deflated.length - piece.length;
        return deflated;
      }),
    );
    await this.deflated.at(-PIECES_AT_ONCE);
  }

  /** Hands out the pieces one after the other, and lets go of each. */
  *takeOut(): Generator<Promise<Buffer>, void, undefined> {
    for (let piece = this.deflated.shift(); piece !== undefined; piece = this.deflated.shift()) yield piece;
  }
}

/** Inflates one piece while the one before it is being used. */
export async function* inflateInTurn(pieces: Iterable<Promise<Uint8Array>>): AsyncGenerator<Buffer, void, undefined> {
  let before: Promise<Buffer> | null = null;
  for (const piece of pieces) {
    const next = inflate(await piece);
    if (before !== null) yield await before;
    before = next;
  }
  if (before !== null) yield await before;
}
