import { z } from 'zod';
import { TOKEN_FORM, tokenFault } from '../secrets/token-fault';

/** Text that is not empty. */
export function text(): z.ZodString {
  return z.string().min(1);
}

/** A token for a header. What is wrong with one is told, and never the token. */
export function tokenText(): z.ZodString {
  return text().superRefine((token, context) => {
    const fault = tokenFault(token);
    if (fault !== null)
      context.addIssue({ code: 'custom', message: TOKEN_FORM, params: { found: `a text with ${fault}` } });
  });
}

/** Several of them make a workflow id, for which Temporal takes 1,000 bytes (its default `limit.maxIDLength`). */
export const ENTRY_NAME_FORM = 'a name of at most 100 lower-case letters, digits and _';

/** A name of an input, a service or an output. Without a hyphen, which separates them in a workflow id. */
export function entryName(): z.ZodString {
  return z.string().regex(/^[a-z0-9_]{1,100}$/, ENTRY_NAME_FORM);
}
