import { z } from 'zod';

/** What a 429 or 503 says about when to come again: seconds, an HTTP date so many seconds ahead, or nothing. */
export const retryAfter = z
  .union([z.number().min(0), z.strictObject({ dateIn: z.number() }), z.literal('none')])
  .default('none');

export type RetryAfter = z.output<typeof retryAfter>;

export function retryAfterHeader(when: RetryAfter, now: number): Readonly<Record<string, string>> {
  if (when === 'none') return {};
  if (typeof when === 'number') return { 'retry-after': String(when) };
  return { 'retry-after': new Date(now + when.dateIn * 1000).toUTCString() };
}
