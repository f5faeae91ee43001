import { createHash } from 'node:crypto';

/** What a body was on the wire: enough to recognise it when it comes again, before it is unpacked. */
export interface BodyMark {
  readonly encoding: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** Of a body that nobody will want to recognise. */
export const NO_MARK: BodyMark = { encoding: '', bytes: 0, sha256: '' };

/** Where a gzip member says when it was made (RFC 1952, 2.3): servers that pack anew change nothing else. */
const GZIP_TIME_FROM = 4;
const GZIP_TIME_END = 8;

/** Marks a body while it passes. */
export interface BodyMarker {
  pass(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer>;
  /** The mark of everything that has passed. To be asked for at the end. */
  mark(): BodyMark;
}

export function createBodyMarker(encoding: string): BodyMarker {
  const hash = createHash('sha256');
  const hasTime = /^(?:x-)?gzip$/i.test(encoding.trim());
  let bytes = 0;
  let sha256: string | null = null;

  function take(chunk: Buffer): void {
    if (hasTime && bytes < GZIP_TIME_END) {
      hash.update(chunk.subarray(0, Math.max(GZIP_TIME_FROM - bytes, 0)));
      hash.update(chunk.subarray(GZIP_TIME_END - bytes));
    } else {
      hash.update(chunk);
    }
    bytes += chunk.length;
  }

  return {
    async *pass(chunks) {
      for await (const chunk of chunks) {
        take(chunk);
        yield chunk;
      }
    },
    mark: () => ({ encoding, bytes, sha256: (sha256 ??= hash.digest('hex')) }),
  };
}

export function sameMark(left: BodyMark, right: BodyMark | null): boolean {
  return (
    right !== null && left.sha256 === right.sha256 && left.bytes === right.bytes && left.encoding === right.encoding
  );
}
