/** Fewer bytes as numbers would mask ordinary text. */
const FEWEST_BYTES = 4;

/**
 * What stands between bytes where they are told one by one: `6b:65`, `6B 65`, `6b.65`, `0x6b, 0x65`, `\x6b\x65`,
 * `=6B=65`.
 */
const BETWEEN = '[\\s:;,.|_=\\\\-]{0,4}(?:0?x)?';

/** Texts without so many numbers in a row hold no bytes of a secret. */
export const BYTES = new RegExp(`(?:[0-9a-f]{2}${BETWEEN}){3}|(?:\\d{1,3}[\\s,;]{1,10}){3}`, 'i');

/** Bytes are looked for in pieces: Node shows the first 50 of a buffer alone, and a dump has 16 a line. */
const PIECE = 16; // bytes

/**
 * Patterns of a text's bytes written as numbers: hexadecimal in one piece or parted, and decimal as in a list, which is
 * how a Buffer becomes JSON. For expressions that do not look at case.
 */
export function bytePatterns(text: string): string[] {
  return piecesOf([...Buffer.from(text, 'utf8')]).flatMap((bytes) => {
    const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(BETWEEN);
    // an indented list has blanks and a newline between
    const decimal = `(?<!\\d)${bytes.join('[\\s,;]{1,18}')}(?!\\d)`;
    return [hex, decimal];
  });
}

function piecesOf(bytes: readonly number[]): (readonly number[])[] {
  const pieces: (readonly number[])[] = [];
  for (let from = 0; bytes.length - from >= FEWEST_BYTES; from += PIECE) {
    const rest = bytes.length - from - PIECE;
    if (rest < FEWEST_BYTES) return [...pieces, bytes.slice(from)];
    pieces.push(bytes.slice(from, from + PIECE));
  }
  return pieces;
}
