import { z } from 'zod';
import { retryAfter } from '../http/retry-after';

const counted = { requests: z.int().min(1).optional() };

/** Faults of the next requests for the catalogue, one at a time, in the order in which they were asked for. */
export const kevFault = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('status'), status: z.int().min(400).max(599), retryAfter, ...counted }),
  /** What a content delivery network says to a stranger. */
  z.strictObject({ fault: z.literal('html'), status: z.int().min(200).max(599).default(403), ...counted }),
  z.strictObject({ fault: z.literal('truncated-json'), ...counted }),
  z.strictObject({ fault: z.literal('cut'), ...counted }),
  z.strictObject({ fault: z.literal('no-answer'), ...counted }),
  /** `count` says another number than there are vulnerabilities. */
  z.strictObject({ fault: z.literal('wrong-count'), by: z.int().default(1), ...counted }),
  z.strictObject({ fault: z.literal('no-count'), ...counted }),
  /** Only the first so many vulnerabilities, counted rightly. */
  z.strictObject({ fault: z.literal('short'), vulnerabilities: z.int().min(0).default(20), ...counted }),
  z.strictObject({
    fault: z.literal('redirect'),
    to: z.string(),
    status: z.int().min(300).max(399).default(302),
    ...counted,
  }),
  /** 304 to a request that asked for no condition. */
  z.strictObject({ fault: z.literal('unasked-304'), ...counted }),
  /** No `ETag` and no `Last-Modified`. */
  z.strictObject({ fault: z.literal('no-validators'), ...counted }),
  /** Validators that are not looked at: the whole catalogue each time. */
  z.strictObject({ fault: z.literal('ignores-conditions'), ...counted }),
]);

export type KevFault = z.output<typeof kevFault>;
/** As a test or `curl` writes it: only `fault` and what differs from the defaults. */
export type KevFaultRequest = z.input<typeof kevFault>;
