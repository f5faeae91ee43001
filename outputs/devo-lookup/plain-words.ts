import { z } from 'zod';

/** Longest piece of a foreign text that goes into an error, in characters. */
const FIRST_WORDS = 200;

const ERROR_BODY = z.looseObject({
  error: z.union([z.string(), z.looseObject({ message: z.string().optional() })]).optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  msg: z.string().optional().catch(undefined),
  cid: z.string().optional().catch(undefined),
});

/** What Devo says in an answer that is not a success. */
interface SpokenError {
  readonly words: string;
  /** Correlation id, for Devo's support. */
  readonly cid: string | null;
}

/**
 * Devo's own words out of an error body: `error.message`, or else whatever the body begins with.
 * Secrets are taken out before the words are cut, lest half of one stays.
 */
export function spokenError(body: string, redact: (text: string) => string): SpokenError {
  const parsed = ERROR_BODY.safeParse(parseJson(body));
  if (!parsed.success) return { words: firstWords(redact(body)), cid: null };
  const { error, message, msg, cid } = parsed.data;
  const words = (typeof error === 'string' ? error : error?.message) ?? message ?? msg ?? body;
  return { words: firstWords(redact(words)), cid: cid === undefined ? null : firstWords(redact(cid)) };
}

/** JSON as data, or undefined when the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** The beginning of a text on one line. */
export function firstWords(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > FIRST_WORDS ? `${line.slice(0, FIRST_WORDS)}…` : line;
}
