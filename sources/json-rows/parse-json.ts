import { withoutBareNumbers } from './bare-numbers';
import { parseExactly } from './exact-numbers';

export interface ParsedJson {
  readonly value: unknown;
  /** Whether bare numbers that are no JSON had to be overlooked. */
  readonly hadBareNumbers: boolean;
}

/**
 * Reads a text as JSON, or answers null when it is none. Bare `NaN`, `Infinity` and `-Infinity` become null: the
 * API's backend is known to write them.
 */
export function parseJson(text: string): ParsedJson | null {
  const strict = tryParse(text);
  if (strict) return { value: strict.value, hadBareNumbers: false };
  const lenient = tryParse(withoutBareNumbers(text));
  return lenient && { value: lenient.value, hadBareNumbers: true };
}

/** The same, with numbers that a double does not hold as their digits. */
export function parseJsonExactly(text: string): ParsedJson | null {
  const parsed = parseJson(text);
  if (parsed === null) return null;
  const exact = tryParseExactly(parsed.hadBareNumbers ? withoutBareNumbers(text) : text);
  return exact === null ? parsed : { ...parsed, value: exact };
}

/** Reads a body as JSON; bytes that are not UTF-8 become U+FFFD. */
export function parseBody(body: Buffer): unknown {
  return parseJson(bodyText(body))?.value;
}

/** The body as text, without a byte order mark. */
export function bodyText(body: Buffer): string {
  const text = body.toString('utf8');
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function tryParse(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

/**
 * Null when no number needs it, or when values are nested so deeply that they cannot be gone through: such a cell is
 * empty anyway.
 */
function tryParseExactly(json: string): unknown {
  try {
    return parseExactly(json);
  } catch {
    return null;
  }
}
