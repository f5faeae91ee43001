/** Shorter lines of a secret would mask ordinary words. */
const SHORTEST_LINE = 8; // characters

/** The first and last line of a PEM file say what it is, and are no secret. */
const PEM_BOUNDARY = /^-+(?:BEGIN|END) [A-Z0-9 ]+-+$/;

/** What of a secret is one by itself: the whole, and each line of a key that has several, as logs print lines. */
export function secretParts(secret: string): string[] {
  const lines = secret.split(/[\r\n]+/).map((line) => line.trim());
  const telling =
    lines.length === 1 ? [] : lines.filter((line) => line.length >= SHORTEST_LINE && !PEM_BOUNDARY.test(line));
  return [...new Set([secret, secret.trim(), ...telling])];
}

/**
 * Pieces of at most so many characters: a pattern for a long secret is more than V8 can compile. No pair of surrogates
 * is parted.
 */
export function secretPieces(secret: string, length: number): string[] {
  const characters = Array.from(secret);
  const pieces: string[] = [];
  for (let from = 0; from < characters.length; from += length) {
    // else a last piece of some characters would mask ordinary words
    const isLast = characters.length - from < 2 * length;
    pieces.push(characters.slice(from, isLast ? undefined : from + length).join(''));
    if (isLast) break;
  }
  return pieces;
}
