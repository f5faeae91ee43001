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

/** Up to here the chunks of a body without announced length are joined at its end: the usual list is smaller. */
const JOINED_BYTES = 8 * 1024 * 1024;

/**
 * A sink for a body of at most `limitBytes`. When its length is announced, the bytes go straight to their place:
 * joining the chunks of a large list at the end would need its size twice. A body that turns out to be large without
 * having been announced, such as a packed one, gets a place of the greatest size: what is not written to is never
 * taken from the machine.
 */
export function createBodySink(announcedBytes: number | null, limitBytes: number): BodySink {
  if (announcedBytes !== null && announcedBytes > limitBytes) throw new BodyTooLarge(limitBytes);
  let place = Buffer.allocUnsafe(announcedBytes ?? 0);
  let chunks: Buffer[] = [];
  let placed = 0;
  let size = 0;

  function moveToLargePlace(): void {
    const large = Buffer.allocUnsafeSlow(limitBytes);
    placed = Buffer.concat([place.subarray(0, placed), ...chunks]).copy(large);
    place = large;
    chunks = [];
  }

  return {
    add(chunk) {
      if (size + chunk.length > limitBytes) throw new BodyTooLarge(limitBytes);
      if (size > JOINED_BYTES && chunks.length > 0) moveToLargePlace();
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
