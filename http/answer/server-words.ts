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
const FAILED = new Set([
  'error',
  'errors',
  'exception',
  'fail',
  'failed',
  'failure',
  'ko',
  'nok',
  'denied',
  'access denied',
  'rejected',
  'forbidden',
  'unauthorized',
  'unauthorised',
  'invalid',
  'expired',
  'unsuccessful',
  'aborted',
  'unavailable',
  'timeout',
]);
const outcome = z
  .union([z.literal(false), z.string().refine((word) => FAILED.has(word.trim().toLowerCase()))])
  .optional()
  .catch(undefined);

/** What a field such as `success` is when it did not go well. */
const isNot = z
  .union([
    z.literal(false),
    z.literal(0),
    z
      .string()
      .trim()
      .regex(/^(?:false|no|0)$/i),
  ])
  .optional()
  .catch(undefined);

/**
 * The fields in which servers tell their errors: `{status, title, detail}` (RFC 9457) with `details` as its other
 * spelling, `{status_code, error, message}`, `{error: {message}, msg, cid}` of Devo, and `errors`, `success: false` or
 * a status in a word of many others. Names as `plainNames` has them.
 */
const problem = z.object({
  status,
  title: words,
  detail: words,
  details: words,
  statuscode: status,
  code,
  message: words,
  msg: words,
  error: z.unknown().optional(),
  errors: z.unknown().optional(),
  errormessage: z.unknown().optional(),
  exception: z.unknown().optional(),
  fault: z.unknown().optional(),
  failed: z.unknown().optional(),
  haserror: z.unknown().optional(),
  haserrors: z.unknown().optional(),
  iserror: z.unknown().optional(),
  success: isNot,
  issuccess: isNot,
  successful: isNot,
  succeeded: isNot,
  ok: isNot,
  cid: correlation,
});
const named = z.object({ status: outcome, result: outcome });

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
  const parsed = problem.safeParse(plainNames(answer));
  if (!parsed.success) return { status: null, words: '', isCalledError: false, correlation: null };
  const { data } = parsed;
  const errors = [data.error, data.errors, data.errormessage, data.exception, data.fault];
  const said = [data.title, ...errors.map((error) => errorWords(error)), data.detail ?? data.details];
  const own = data.status ?? data.statuscode ?? data.code ?? null;
  return {
    status: own !== null && own >= 400 ? own : (errorStatus(data.error) ?? errorStatus(data.errors) ?? own),
    words: [...new Set([...said, data.message ?? data.msg].filter((part) => part !== undefined && part !== ''))].join(
      ': ',
    ),
    isCalledError:
      hasFailed(data, answer) ||
      [...errors, data.failed, data.haserror, data.haserrors, data.iserror].some((error) => tellsOfError(error)),
    correlation: data.cid ?? null,
  };
}

function hasFailed(data: z.infer<typeof problem>, answer: unknown): boolean {
  const { status: inWords, result } = named.safeParse(plainNames(answer)).data ?? {};
  return [data.success, data.issuccess, data.successful, data.succeeded, data.ok, inWords, result].some(
    (said) => said !== undefined,
  );
}

/** `statusCode`, `status_code` and `StatusCode` are one name; of two spellings the first counts. */
function plainNames(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return answer;
  const members = new Map<string, unknown>();
  for (const [name, value] of Object.entries(answer)) {
    const plain = name.replace(/[^a-z]/gi, '').toLowerCase();
    if (!members.has(plain)) members.set(plain, value);
  }
  return Object.fromEntries(members);
}
