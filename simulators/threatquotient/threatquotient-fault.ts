import { z } from 'zod';
import { retryAfter } from '../http/retry-after';

/** For how many requests (else until cleared), for which, and whether only for pages after the first of a walk. */
const scope = {
  requests: z.int().min(1).optional(),
  on: z.enum(['query', 'token', 'config', 'types', 'any']).default('query'),
  laterPages: z.boolean().default(false),
};

/** Faults that spoil the whole answer. */
const spoiledAnswer = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('status'), status: z.int().min(400).max(599), retryAfter, ...scope }),
  z.strictObject({ fault: z.literal('html'), status: z.int().min(200).max(599).default(200), ...scope }),
  /** A success whose body is an error. */
  z.strictObject({ fault: z.literal('error-in-body'), ...scope }),
  z.strictObject({
    fault: z.literal('answer'),
    form: z.enum(['bare', 'no-data', 'null-data', 'text-data', 'array', 'null']).default('bare'),
    ...scope,
  }),
  z.strictObject({ fault: z.literal('not-json'), ...scope }),
  z.strictObject({ fault: z.literal('truncated-json'), ...scope }),
  z.strictObject({ fault: z.literal('cut'), reset: z.boolean().default(false), ...scope }),
  z.strictObject({ fault: z.literal('stall'), ...scope }),
  z.strictObject({ fault: z.literal('no-answer'), ...scope }),
  z.strictObject({
    fault: z.literal('redirect'),
    to: z.string().default('https://elsewhere.invalid/'),
    status: z.int().min(300).max(399).default(301),
    ...scope,
  }),
  z.strictObject({ fault: z.literal('endless'), ...scope }),
  z.strictObject({ fault: z.literal('gzip-garbage'), ...scope }),
]);

/** Faults that leave a page a page. All that wait act together. */
const pageTwist = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('ignore-window'), ...scope }),
  z.strictObject({ fault: z.literal('ignore-limit'), ...scope }),
  /** Every page is the first one. */
  z.strictObject({ fault: z.literal('ignore-offset'), ...scope }),
  z.strictObject({ fault: z.literal('ignore-sort'), ...scope }),
  z.strictObject({ fault: z.literal('ignore-fields'), ...scope }),
  z.strictObject({ fault: z.literal('short-page'), rows: z.int().min(1).default(1), ...scope }),
  /** No rows, and a total that says otherwise. */
  z.strictObject({ fault: z.literal('empty-page'), ...scope }),
  z.strictObject({ fault: z.literal('wrong-total'), total: z.int().min(0), ...scope }),
  z.strictObject({ fault: z.literal('slow'), ms: z.int().min(1).default(500), ...scope }),
  z.strictObject({ fault: z.literal('content-type'), value: z.string().default('text/plain'), ...scope }),
  /** Once the page is answered: rows of it get a new version, vanish, or others come with an older time. */
  z.strictObject({ fault: z.literal('then-update'), count: z.int().min(1).default(3), ...scope }),
  z.strictObject({ fault: z.literal('then-vanish'), count: z.int().min(1).default(3), ...scope }),
  z.strictObject({
    fault: z.literal('then-create'),
    count: z.int().min(1).default(3),
    secondsAgo: z.number().min(0).default(0),
    ...scope,
  }),
]);

export const threatquotientFault = z.union([spoiledAnswer, pageTwist]);

export type SpoiledAnswer = z.output<typeof spoiledAnswer>;
export type PageTwist = z.output<typeof pageTwist>;
export type ThreatquotientFault = SpoiledAnswer | PageTwist;
/** As a test or `curl` writes it: only `fault` and what differs from the defaults. */
export type ThreatquotientFaultRequest = z.input<typeof threatquotientFault>;

/** What a request is for. */
export type RequestKind = 'query' | 'token' | 'config' | 'types';

const TWISTS: ReadonlySet<string> = new Set(pageTwist.options.map((option) => option.shape.fault.value));

export function isTwist(fault: ThreatquotientFault): fault is PageTwist {
  return TWISTS.has(fault.fault);
}

export function isSpoiling(fault: ThreatquotientFault): fault is SpoiledAnswer {
  return !isTwist(fault);
}

export function concerns(fault: ThreatquotientFault, kind: RequestKind, isLaterPage: boolean): boolean {
  return (fault.on === 'any' || fault.on === kind) && (!fault.laterPages || isLaterPage);
}
