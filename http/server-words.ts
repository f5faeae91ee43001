import { z } from 'zod';

const text = z.string().trim().min(1);

/** A field that is absent, or of a type that says nothing to people, is left out. */
const words = z.union([text, z.object({ message: text }).transform((error) => error.message)]).optional().catch(undefined);
const status = z.coerce.number().int().min(100).max(599).optional().catch(undefined);
const correlation = text.optional().catch(undefined);

/**
 * The fields in which servers tell their errors: `{status, title, detail}` (RFC 9457) with `details` as its other
 * spelling, `{status_code, error, message}`, and `{error: {message}, msg, cid}` of Devo.
 */
const problem = z.object({
  status, title: words, detail: words, details: words,
  status_code: status, error: words, message: words, msg: words,
  cid: correlation,
});

export interface ServerWords {
  /** The status that the body speaks of, or null. */
  readonly status: number | null;
  /** What the server says, in its own words, or the empty string. */
  readonly words: string;
  /** Whether the body calls itself an error, by a field of that name. */
  readonly isCalledError: boolean;
  /** What the server's people find the request by, or null. */
  readonly correlation: string | null;
}

/** What an answer says about itself, whichever shape it has. */
export function serverWords(answer: unknown): ServerWords {
  const parsed = problem.safeParse(answer);
  if (!parsed.success) return { status: null, words: '', isCalledError: false, correlation: null };
  const { data } = parsed;
  const said = [data.title, data.error, data.detail ?? data.details, data.message ?? data.msg].filter((part) => part !== undefined);
  return {
    status: data.status ?? data.status_code ?? null,
    words: [...new Set(said)].join(': '),
    isCalledError: data.error !== undefined,
    correlation: data.cid ?? null,
  };
}
