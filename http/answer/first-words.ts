import type { Redactor } from '../../config/secrets/redaction';

/** Enough to recognise a page or a message, short enough for a line of a log. */
const LONGEST = 200;

/** Characters that are looked at: more than is shown, because white space is folded. */
const LOOK_AT = 4096;

/** Bytes that are masked: more than is looked at, so that a secret at the edge is whole when it is looked for. */
const MASK_BYTES = 4 * LOOK_AT;

/** The first words of a body for an error message: printable, on one line, without secrets. */
export function firstWords(body: Buffer, mask: Redactor): string {
  return printable(mask(body.subarray(0, MASK_BYTES).toString('utf8')).slice(0, LOOK_AT), mask);
}

/** A peer's text in the same form. */
export function printable(text: string, mask: Redactor): string {
  const line = mask(text)
    .replace(/[\p{C}\p{Z}\ufffd]+/gu, ' ')
    .trim();
  const characters = Array.from(line);
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('').trimEnd()}…` : line;
}
