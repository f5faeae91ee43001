import { z } from 'zod';

const thrown = z.object({
  code: z.string().catch(''),
  message: z.string().min(1).catch('an error without words'),
});

/** Code and message of whatever was thrown, and nothing else of it. */
export interface ThrownReason {
  /** Such as `ECONNREFUSED`, or the empty string. */
  readonly code: string;
  readonly message: string;
}

/** Read by form rather than by class: errors of Node's own modules may be of another realm's `Error`. */
export function thrownReason(error: unknown): ThrownReason {
  const parsed = thrown.safeParse(error);
  return parsed.success ? parsed.data : { code: '', message: 'an error without words' };
}
