import { type BodySink, BodyTooLarge } from '../../http/answer/body-sink';

const FIRST_BYTES = 64 * 1024;

/** What was needed for one large event is not kept. */
const KEPT_BYTES = 4 * 1024 * 1024;

/** A page that is read, and the one behind it that arrives meanwhile. */
const KEPT_BUFFERS = 2;

/** The body of a page while it arrives and is read. */
export interface PageBody extends BodySink {
  /** Its bytes are not needed any more: their memory may be written to. */
  readonly release: () => void;
}

/**
 * Memory for the bodies of pages, to be used again for later ones: a megabyte for each page, in pieces and then as a
 * whole, is else freed so late that a hundred megabytes come together. A body that nobody releases is simply lost to
 * it.
 */
export class PageMemory {
  private readonly free: Buffer[] = [];

  /** @param limitBytes a body that is larger is refused */
  constructor(private readonly limitBytes: number) {}

  body(): PageBody {
    let memory = this.free.pop() ?? Buffer.allocUnsafeSlow(Math.min(FIRST_BYTES, this.limitBytes));
    let size = 0;
    return {
      add: (chunk) => {
        if (size + chunk.length > this.limitBytes) throw new BodyTooLarge(this.limitBytes);
        if (size + chunk.length > memory.length) memory = this.larger(memory, size, chunk.length);
        size += chunk.copy(memory, size);
      },
      bytes: () => memory.subarray(0, size),
      release: () => {
        if (this.free.length < KEPT_BUFFERS && memory.length <= KEPT_BYTES) this.free.push(memory);
        memory = Buffer.alloc(0);
        size = 0;
      },
    };
  }

  private larger(memory: Buffer, size: number, more: number): Buffer {
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * memory.length, size + more));
    memory.copy(larger, 0, 0, size);
    return larger;
  }
}
