import { bytePatterns, BYTES } from './redaction/byte-patterns';
import { ESCAPE_SIGNS, escapedPattern } from './redaction/escaped-pattern';
import { secretForms } from './redaction/secret-forms';
import { secretParts, secretPieces } from './redaction/secret-parts';

/** Shorter secrets are not masked: they would blank out ordinary words. */
export const MASKED_FROM = 4; // characters

export const MASK = '[redacted]';

/** A JSON Web Token, known by its form: CTCI's login gives them, and no configuration names them. */
const WEB_TOKEN = 'eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*)?';

export type Redactor = (text: string) => string;

/**
 * Longer forms are looked for one by one, and patterns are kept short: V8 ends the process over a pattern it cannot
 * compile.
 */
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
  // Pieces are looked for one by one: in one expression a piece of a trimmed secret would take the place of one of the
  // whole.
  const asBytes = lazily(() => unique(parts.flatMap(bytePatterns)).map((pattern) => anywhere(pattern, 'gi')));
  const escaped = lazily(() =>
    unique(parts.flatMap((part) => secretPieces(part, PIECE))).map((piece) => anywhere(escapedPattern(piece), 'g')),
  );
  const mask = forms.some((form) => MASK.includes(form)) ? '***' : MASK;
  return (text) => {
    const found = long.flatMap((form) => occurrences(text, form));
    for (const expression of plain) found.push(...matches(text, expression));
    if (ESCAPE_SIGNS.test(text)) for (const expression of escaped()) found.push(...matches(text, expression));
    if (BYTES.test(text)) for (const expression of asBytes()) found.push(...matches(text, expression));
    return masked(text, found, mask);
  };
}

/** Finds a pattern wherever it begins, also within what it has just been found in: a secret may repeat itself. */
function anywhere(pattern: string, flags: string): RegExp {
  return new RegExp(`(?=(${pattern}))`, flags);
}

/** From the first character of a secret to the one behind its last. */
type Span = readonly [from: number, to: number];

function matches(text: string, expression: RegExp): Span[] {
  return Array.from(text.matchAll(expression), (match) => [match.index, match.index + (match[1] ?? match[0]).length]);
}

function occurrences(text: string, form: string): Span[] {
  const spans: Span[] = [];
  for (let from = text.indexOf(form); from >= 0; from = text.indexOf(form, from + form.length))
    spans.push([from, from + form.length]);
  return spans;
}

/**
 * The text with every span masked. Spans may overlap, and then one mark stands for all of them: a form that is found
 * within another (a line of a key, some bytes of it) must not hide the rest of the larger one from what looks for it.
 */
function masked(text: string, spans: readonly Span[], mask: string): string {
  let result = '';
  let done = 0;
  for (const [from, to] of [...spans].sort(([a], [b]) => a - b)) {
    if (to <= done) continue;
    if (from > done || done === 0) result += text.slice(done, from) + mask;
    done = to;
  }
  return result + text.slice(done);
}

function longestFirst(texts: readonly string[]): string[] {
  return unique(texts).sort((a, b) => b.length - a.length);
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
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
