import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** A CSV of this size stays as it is; the pieces of a larger one are deflated. */
const PLAIN_BYTES = 8 * 1024 * 1024;

/** Text that is deflated at a time: enough to be packed well, and small beside the list. */
const PIECE_BYTES = 1024 * 1024;

/** Pieces that are deflated at a time, by as many threads (libuv's default), while the next ones are written. */
const PIECES_AT_ONCE = 4;

/** What is handed on at a time: each is a sign that the connection takes more. */
const CHUNK_BYTES = 64 * 1024;

/** Level 1: the CSV is needed again within seconds. */
const PACKING = { level: 1, chunkSize: PIECE_BYTES };
const UNPACKING = { chunkSize: PIECE_BYTES };

/** A text that is written once, to know its size, and read as often as it has to be sent. */
export interface KeptCsv {
  readonly bytes: number;
  read(): AsyncGenerator<Buffer, void, undefined>;
}

/** Keeps a text. A large one is kept deflated, an eighth of its size, which costs less than to write it anew. */
export async function keepCsv(chunks: Iterable<string>): Promise<KeptCsv> {
  const plain: Buffer[] = [];
  const packed: Promise<Buffer>[] = [];
  let bytes = 0;
  let waiting = 0;

  async function pack(): Promise<void> {
    packed.push(deflate(Buffer.concat(plain.splice(0)), PACKING));
    waiting = 0;
    await packed.at(-PIECES_AT_ONCE);
  }

  for (const text of chunks) {
    const chunk = Buffer.from(text);
    plain.push(chunk);
    bytes += chunk.length;
    waiting += chunk.length;
    if (bytes > PLAIN_BYTES && waiting >= PIECE_BYTES) await pack();
  }
  if (packed.length > 0 && waiting > 0) await pack();
  const pieces = await Promise.all(packed);
  return { bytes, read: () => inChunks(pieces.length > 0 ? unpacked(pieces) : plain) };
}

/** Unpacks one piece while the one before it is being used. */
async function* unpacked(pieces: readonly Buffer[]): AsyncGenerator<Buffer> {
  let ahead: Promise<Buffer> | null = null;
  for (const [index, piece] of pieces.entries()) {
    const current = ahead ?? inflate(piece, UNPACKING);
    const next = pieces[index + 1];
    ahead = next === undefined ? null : inflate(next, UNPACKING);
    yield await current;
  }
}

async function* inChunks(buffers: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  for await (const buffer of buffers) {
    for (let from = 0; from < buffer.length; from += CHUNK_BYTES) yield buffer.subarray(from, from + CHUNK_BYTES);
  }
}
