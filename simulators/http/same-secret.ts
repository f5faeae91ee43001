import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares in constant time; the digests make both sides equally long first. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
