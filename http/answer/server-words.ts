import { z } from 'zod';
import { errorStatus, errorWords, tellsOfError } from './error-members';

const text = z.string().trim().min(1);

/** A field that is absent, or of a type that says nothing to people, is left out. */
const words = z
  .union([text, z.object({ message: text }).transform((error) => error.message)])
  .optional()
  .catch(undefined);
/** Many programs number what they say by `code`: only what can be nothing but the status of an error counts. */
const code = z.coerce.number().int().min(400).max(599).optional().catch(undefined);
const status = z.coerce.number().int().min(100).max(599).optional().catch(undefined);
const correlation = text.optional().catch(undefined);

/** A status in a word, beside those that are numbers. */
const FAILED =
  /^(?:error|errors|fail|failed|failure|denied|rejected|forbidden|unauthori[sz]ed|access denied|invalid|expired)$/i;
const outcome = z.string().regex(FAILED).optional().catch(undefined);

/** What a field such as `success` is when it did not go well. */
const isNot = z
  .union([z.literal(false), z.string().regex(/^false$/i)])
  .optional()
  .catch(undefined);

/**
 * The fields in which servers tell their errors: `{status, title, detail}` (RFC 9457) with `details` as its other
 * spelling, `{status_code, error, message}`, `{error: {message}, msg, cid}` of Devo, and `errors`, `success: false` or
 * a status in a word of many others.
 */
const problem = z.object({
  status,
  title: words,
  detail: words,
  details: words,
  status_code: status,
  statusCode: status,
  code,
  message: words,
  msg: words,
  error: z.unknown().optional(),
  errors: z.unknown().optional(),
  success: isNot,
  ok: isNot,
  cid: correlation,
});
const named = z.object({ status: outcome });

export interface ServerWords {
  /** The status that the body speaks of, or null. */
  readonly status: number | null;
  /** What the server says, in its own words, or the empty string. */
  readonly words: string;
  /** Whether the body calls itself an error, by a field that says so. */
  readonly isCalledError: boolean;
  /** What the server's people find the request by, or null. */
  readonly correlation: string | null;
}

/** What an answer says about itself, whichever shape it has. */
export function serverWords(answer: unknown): ServerWords {
  const parsed = problem.safeParse(answer);
  if (!parsed.success) return { status: null, words: '', isCalledError: false, correlation: null };
  const { data } = parsed;
  const said = [
    data.title,
    errorWords(data.error),
    errorWords(data.errors),
    data.detail ?? data.details,
    data.message ?? data.msg,
  ];
  const own = data.status ?? data.status_code ?? data.statusCode ?? data.code ?? null;
  const hasFailed =
    data.success !== undefined || data.ok !== undefined || named.safeParse(answer).data?.status !== undefined;
  return {
    status: own !== null && own >= 400 ? own : (errorStatus(data.error) ?? errorStatus(data.errors) ?? own),
    words: [...new Set(said.filter((part) => part !== undefined && part !== ''))].join(': '),
    isCalledError: hasFailed || tellsOfError(data.error) || tellsOfError(data.errors),
    correlation: data.cid ?? null,
  };
}
