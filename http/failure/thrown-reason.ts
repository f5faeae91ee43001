import { z } from 'zod';

// By form rather than by class: errors of Node's own modules may be of another realm's `Error`.
const thrown = z.object({ code: z.string().catch(''), message: z.string().catch('') });

/** Code and message of whatever was thrown, and nothing else of it. */
export interface ThrownReason {
  /** Such as `ECONNREFUSED`, or the empty string. */
  readonly code: string;
  /** Where Node tried several addresses its message is empty, and the code must do. */
  readonly message: string;
}

export function thrownReason(error: unknown): ThrownReason {
  const parsed = thrown.safeParse(error);
  const { code, message } = parsed.success
    ? parsed.data
    : { code: '', message: typeof error === 'string' ? error : '' };
  return { code, message: message.trim() || code || 'an error without words' };
}
