import { z } from 'zod';
import { retryAfter } from '../http/retry-after';

/** For how many requests (else until cleared), and for which. */
const scope = {
  requests: z.int().min(1).optional(),
  on: z.enum(['list', 'login', 'any']).default('list'),
};

/** Faults that spoil the whole answer: nothing usable arrives. The list does not move on. */
export const spoiledAnswer = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('status'), status: z.int().min(400).max(599), retryAfter, ...scope }),
  z.strictObject({ fault: z.literal('html'), status: z.int().min(200).max(599).default(200), ...scope }),
  z.strictObject({ fault: z.literal('error-in-body'), status: z.int().min(400).max(599).default(401), ...scope }),
  z.strictObject({ fault: z.literal('not-json'), ...scope }),
  z.strictObject({ fault: z.literal('truncated-json'), ...scope }),
  z.strictObject({ fault: z.literal('cut'), reset: z.boolean().default(false), ...scope }),
  z.strictObject({ fault: z.literal('stall'), ...scope }),
  z.strictObject({ fault: z.literal('no-answer'), ...scope }),
  z.strictObject({
    fault: z.literal('redirect'),
    to: z.string().default('http://elsewhere.invalid/api/v1/cewl'),
    status: z.int().min(300).max(399).default(302),
    ...scope,
  }),
  z.strictObject({ fault: z.literal('gzip-garbage'), ...scope }),
  z.strictObject({ fault: z.literal('endless'), ...scope }),
  z.strictObject({ fault: z.literal('too-large'), bytes: z.int().min(1).default(110_000_000), ...scope }),
  z.strictObject({ fault: z.literal('gzip-bomb'), bytes: z.int().min(1).default(110_000_000), ...scope }),
]);

/** Faults that leave the list a list, in a form that a client must cope with or name. All that wait act together. */
export const listTwist = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('slow'), bytesPerSecond: z.int().min(1).default(200_000), ...scope }),
  z.strictObject({ fault: z.literal('content-type'), value: z.string().default('text/plain'), ...scope }),
  z.strictObject({ fault: z.literal('nan'), ...scope }),
  z.strictObject({
    fault: z.literal('dates'),
    form: z.enum(['day', 'iso', 'rfc1123', 'seconds', 'digits']).default('iso'),
    ...scope,
  }),
  z.strictObject({ fault: z.literal('floats'), ...scope }),
  z.strictObject({ fault: z.literal('duplicate-rows'), count: z.int().min(1).default(3), ...scope }),
  z.strictObject({ fault: z.literal('rows-without-id'), count: z.int().min(1).default(3), ...scope }),
  z.strictObject({ fault: z.literal('unknown-columns'), ...scope }),
  z.strictObject({
    fault: z.literal('absent-columns'),
    columns: z.array(z.string()).default(['honeypot', 'cwe', 'external_note']),
    ...scope,
  }),
  z.strictObject({ fault: z.literal('year-underscore'), ...scope }),
  z.strictObject({ fault: z.literal('shuffled'), ...scope }),
  z.strictObject({
    fault: z.literal('envelope'),
    form: z
      .enum(['bare', 'only-data', 'columns', 'no-data', 'other-name', 'single-object', 'null', 'page', 'refused'])
      .default('bare'),
    ...scope,
  }),
]);

export const ctciFault = z.union([spoiledAnswer, listTwist]);

export type SpoiledAnswer = z.output<typeof spoiledAnswer>;
export type ListTwist = z.output<typeof listTwist>;
export type CtciFault = SpoiledAnswer | ListTwist;
/** As a test or `curl` writes it: only `fault` and what differs from the defaults. */
export type CtciFaultRequest = z.input<typeof ctciFault>;

const TWISTS: ReadonlySet<string> = new Set(listTwist.options.map((option) => option.shape.fault.value));

export function isTwist(fault: CtciFault): fault is ListTwist {
  return TWISTS.has(fault.fault);
}

export function isSpoiling(fault: CtciFault): fault is SpoiledAnswer {
  return !isTwist(fault);
}
