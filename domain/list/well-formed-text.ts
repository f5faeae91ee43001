/** Stands for a character that cannot be delivered: U+FFFD, Unicode's replacement character. */
const REPLACEMENT = '\ufffd';

const SUSPECT = /[\0\ud800-\udfff]/;
const UNDELIVERABLE = /[\0\p{Surrogate}]/gu;

/**
 * Text as it can be written as UTF-8, CSV and syslog: NUL and lone surrogates become U+FFFD, everything else stays.
 *
 * It is done here and not when writing, so that fingerprints are taken of what is delivered.
 */
export function wellFormedText(text: string): string {
  return SUSPECT.test(text) ? text.replace(UNDELIVERABLE, REPLACEMENT) : text;
}
