/** The body is larger than allowed, on the wire or unpacked. */
export class BodyTooLarge extends Error {
  constructor(limitBytes: number) {
    super(`more than ${limitBytes} bytes`);
  }
}

/** Collects the chunks of a body. */
export interface BodySink {
  /** Throws BodyTooLarge instead of taking a chunk over the limit. */
  add(chunk: Buffer): void;
  bytes(): Buffer;
}

/**
 * A sink for a body of at most `limitBytes`. When its length is announced, the bytes go straight to their place:
 * joining the chunks of a large list at the end would need its size twice.
 */
export function createBodySink(announcedBytes: number | null, limitBytes: number): BodySink {
  if (announcedBytes !== null && announcedBytes > limitBytes) throw new BodyTooLarge(limitBytes);
  const place = Buffer.allocUnsafe(announcedBytes ?? 0);
  const chunks: Buffer[] = [];
  let placed = 0;
  let size = 0;

  return {
    add(chunk) {
      if (size + chunk.length > limitBytes) throw new BodyTooLarge(limitBytes);
      if (size + chunk.length <= place.length) placed += chunk.copy(place, size);
      else chunks.push(chunk);
      size += chunk.length;
    },
    bytes() {
      const head = place.subarray(0, placed);
      return chunks.length === 0 ? head : Buffer.concat([head, ...chunks]);
    },
  };
}
