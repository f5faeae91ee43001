import { inflateInTurn, PieceDeflater } from './pieces';

/** What is deflated at a time: enough to be packed well, and small beside a list. */
const PIECE_BYTES = 1024 * 1024;

/** What is handed on at a time: each is a sign that whoever reads takes more. */
const CHUNK_BYTES = 64 * 1024;

/** Quick: what is kept is needed again within seconds, and a list is an eighth of its size then. */
const QUICK_LEVEL = 1;

/**
 * Bytes that are kept until they are needed again: as they are up to a size, and deflated beyond it, on other threads.
 *
 * @example
 * const csv = new KeptBytes(8 * 1024 * 1024);
 * for (const line of lines) await csv.add(Buffer.from(line));
 * send(csv.bytes, csv.read());
 */
export class KeptBytes {
  private readonly plain: Buffer[] = [];
  private readonly deflater = new PieceDeflater();
  private total = 0;
  private waiting = 0;

  /** @param plainBytes up to so many bytes stay as they are */
  constructor(private readonly plainBytes: number) {}

  /** Bytes that were added. */
  get bytes(): number {
    return this.total;
  }

  /** Bytes that they take. */
  get size(): number {
    return this.waiting + this.deflater.size;
  }

  /** Adds bytes; the next ones wait until this resolves. */
  add(chunk: Buffer): Promise<void> | undefined {
    this.plain.push(chunk);
    this.total += chunk.length;
    this.waiting += chunk.length;
    if (this.total <= this.plainBytes || this.waiting < PIECE_BYTES) return undefined;
    this.waiting = 0;
    return this.deflater.add(Buffer.concat(this.plain.splice(0)), QUICK_LEVEL);
  }

  /** All that was added, as often as wanted. */
  async *read(): AsyncGenerator<Buffer, void, undefined> {
    yield* inChunks(inflateInTurn(this.deflater.pieces));
    yield* inChunks(this.plain);
  }

  /** All that was added, once: it is forgotten on the way. */
  async *takeOut(): AsyncGenerator<Buffer, void, undefined> {
    yield* inChunks(inflateInTurn(this.deflater.takeOut()));
    yield* inChunks(eachOnce(this.plain));
  }

  /** Lets go of it. */
  forget(): void {
    this.plain.splice(0);
    for (const piece of this.deflater.takeOut()) void piece;
  }
}

async function* inChunks(buffers: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  for await (const buffer of buffers) {
    for (let from = 0; from < buffer.length; from += CHUNK_BYTES) yield buffer.subarray(from, from + CHUNK_BYTES);
  }
}

function* eachOnce(chunks: Buffer[]): Generator<Buffer, void, undefined> {
  for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) yield chunk;
}
