/** Fewer bytes as numbers would mask ordinary text. */
const FEWEST_BYTES = 4;

/**
 * Patterns of a text's bytes written as numbers: hexadecimal in one piece or parted (`6b:65`, `6B 65`, `0x6b, 0x65`), and
 * decimal as in a list, which is how a Buffer becomes JSON. For expressions that do not look at case.
 */
export function bytePatterns(text: string): string[] {
  const bytes = [...Buffer.from(text, 'utf8')];
  if (bytes.length < FEWEST_BYTES) return [];
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('[\\s:,-]{0,2}(?:0x)?');
  const decimal = `(?<!\\d)${bytes.join('\\s{0,8},\\s{0,8}')}(?!\\d)`; // an indented list has blanks and a newline between
  return [hex, decimal];
}
