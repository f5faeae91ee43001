import { z } from 'zod';

const text = z.string().trim().min(1);

/** A field that is absent, or of a type that says nothing to people, is left out. */
const words = z.union([text, z.object({ message: text }).transform((error) => error.message)]).optional().catch(undefined);
const status = z.coerce.number().int().min(100).max(599).optional().catch(undefined);

/**
 * The two shapes in which the API tells its errors: `{status, title, detail}` of its own, and
 * `{status_code, error, message}` of its authentication library. `details` is the specification's other spelling.
 */
const problem = z.object({
  status, title: words, detail: words, details: words,
  status_code: status, error: words, message: words,
});

export interface ServerWords {
  /** The status that the body speaks of, or null. */
  readonly status: number | null;
  /** What the server says, in its own words, or the empty string. */
  readonly words: string;
  /** Whether the body calls itself an error, by a field of that name. */
  readonly isCalledError: boolean;
}

/** What an answer says about itself, whichever shape it has. */
export function serverWords(answer: unknown): ServerWords {
  const parsed = problem.safeParse(answer);
  if (!parsed.success) return { status: null, words: '', isCalledError: false };
  const { data } = parsed;
  const said = [data.title, data.error, data.detail ?? data.details, data.message].filter((part) => part !== undefined);
  return {
    status: data.status ?? data.status_code ?? null,
    words: [...new Set(said)].join(': '),
    isCalledError: data.error !== undefined,
  };
}
