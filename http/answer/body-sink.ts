/** The body is larger than allowed, on the wire or unpacked. */
export class BodyTooLarge extends Error {
  constructor(limitBytes: number) {
    super(`more than ${limitBytes} bytes`);
  }
}

/** Takes the chunks of an unpacked body as they come. */
export interface BodySink {
  /** Throws BodyTooLarge instead of taking a chunk over the limit. While it has not resolved, no more is read. */
  add(chunk: Buffer): Promise<void> | void;
  /** What is kept of the body for whoever reads the answer: all of it, or its beginning. */
  bytes(): Buffer;
}

/** A sink that keeps a body of at most `limitBytes`. */
export function createBodySink(limitBytes: number): BodySink {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    add(chunk) {
      size += chunk.length;
      if (size > limitBytes) throw new BodyTooLarge(limitBytes);
      chunks.push(chunk);
    },
    bytes: () => Buffer.concat(chunks),
  };
}
