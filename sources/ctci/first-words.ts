import type { SecretMask } from './secret-mask';

/** Enough to recognise a page or a message, short enough for a line of a log. */
const LONGEST = 200;

/** Bytes that are looked at: more than is shown, because white space is folded. */
const LOOK_AT_BYTES = 4096;

/** The first words of a body for an error message: printable, on one line, without secrets. */
export function firstWords(body: Buffer, mask: SecretMask): string {
  return printable(body.subarray(0, LOOK_AT_BYTES).toString('utf8'), mask);
}

/** A peer's text in the same form. */
export function printable(text: string, mask: SecretMask): string {
  const line = mask(text)
    .replace(/[\p{C}\p{Z}\ufffd]+/gu, ' ')
    .trim();
  const characters = Array.from(line);
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('').trimEnd()}…` : line;
}
