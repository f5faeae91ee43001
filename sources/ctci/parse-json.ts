import { isUtf8 } from 'node:buffer';
import { withoutBareNumbers } from './bare-numbers';

export interface ParsedJson {
  readonly value: unknown;
  /** What had to be overlooked, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Reads a body as JSON, or answers null when it is none. Tolerated, because the API's backend is known to do it or
 * nobody knows that it does not: a byte order mark, bytes that are not UTF-8 (each becomes U+FFFD), and bare `NaN`,
 * `Infinity` and `-Infinity` (each becomes null).
 */
export function parseJson(body: Buffer): ParsedJson | null {
  const text = bodyText(body);
  const warnings = isUtf8(body) ? [] : ['The answer is not valid UTF-8; the bytes that are not were replaced.'];
  const strict = tryParse(text);
  if (strict) return { value: strict.value, warnings };
  const lenient = tryParse(withoutBareNumbers(text));
  if (!lenient) return null;
  return { value: lenient.value, warnings: [...warnings, 'The answer holds NaN or Infinity, which is not JSON; read as empty.'] };
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
