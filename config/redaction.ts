import { bytePatterns, BYTES } from './redaction/byte-patterns';
import { ESCAPE_SIGNS, escapedPattern } from './redaction/escaped-pattern';
import { secretForms } from './redaction/secret-forms';
import { secretParts, secretPieces } from './redaction/secret-parts';

/** Shorter secrets are not masked: they would blank out ordinary words. */
export const MASKED_FROM = 4; // characters

const MASK = '[redacted]';

/** A JSON Web Token, known by its form: CTCI's login gives them, and no configuration names them. */
const WEB_TOKEN = 'eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*)?';

export type Redactor = (text: string) => string;

/** Longer forms are looked for one by one, and patterns are kept short: V8 ends the process over a pattern it cannot compile. */
const LONGEST_IN_PATTERN = 500; // characters
const LONGEST_PATTERN = 20_000; // characters

/** Longer secrets are looked for in pieces where each of their characters may be written in many ways. */
const PIECE = 64; // characters

/** Makes the function that masks every secret in a text, in each form that it may have taken on its way there. */
export function createRedactor(secrets: readonly string[]): Redactor {
  const parts = longestFirst(secrets.flatMap(secretParts).filter((part) => part.length >= MASKED_FROM));
  const forms = longestFirst(parts.flatMap(secretForms)); // else a secret that begins another would leave its end
  const long = forms.filter((form) => form.length > LONGEST_IN_PATTERN);
  const plain = expressions([...forms.slice(long.length).map(escapeForPattern), WEB_TOKEN], 'g');
  const pieces = longestFirst(parts.flatMap((part) => secretPieces(part, PIECE)));
  const asBytes = lazily(() => expressions(longestFirst(parts.flatMap(bytePatterns)), 'gi'));
  const escaped = lazily(() => expressions(pieces.map(escapedPattern), 'g'));
  const mask = forms.some((form) => MASK.includes(form)) ? '***' : MASK;
  return (text) => {
    let redacted = text;
    for (const form of long) redacted = redacted.replaceAll(form, mask);
    for (const expression of plain) redacted = redacted.replace(expression, mask);
    if (ESCAPE_SIGNS.test(redacted)) for (const expression of escaped()) redacted = redacted.replace(expression, mask);
    if (BYTES.test(redacted)) for (const expression of asBytes()) redacted = redacted.replace(expression, mask);
    return redacted;
  };
}

function longestFirst(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort((a, b) => b.length - a.length);
}

/** Expressions that together look for all of the alternatives, in their order; none when there are none. */
function expressions(alternatives: readonly string[], flags: string): RegExp[] {
  const found: RegExp[] = [];
  let together: string[] = [];
  let length = 0;
  for (const alternative of alternatives) {
    if (length + alternative.length > LONGEST_PATTERN && together.length > 0) {
      found.push(new RegExp(together.join('|'), flags));
      together = [];
      length = 0;
    }
    together.push(alternative);
    length += alternative.length + 1;
  }
  return together.length > 0 ? [...found, new RegExp(together.join('|'), flags)] : found;
}

/** Most texts have neither escapes nor numbers, and the patterns for these are large. */
function lazily<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

function escapeForPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
