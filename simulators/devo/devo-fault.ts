import { z } from 'zod';
import { retryAfter } from '../http/retry-after';

const counted = { requests: z.int().min(1).optional() };

/**
 * Which requests: `lookup` is metadata and list, `jobs` both job paths, `deploy` POST, PUT and DELETE, `stream` event
 * ingestion.
 */
const on = z.enum(['any', 'lookup', 'jobs', 'deploy', 'stream']).default('any');

/** Faults of one request: it does nothing and is answered so, or not at all. */
const requestFault = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('status'), status: z.int().min(400).max(599), retryAfter, on, ...counted }),
  z.strictObject({ fault: z.literal('html'), status: z.int().min(200).max(599).default(200), on, ...counted }),
  z.strictObject({ fault: z.literal('not-json'), on, ...counted }),
  z.strictObject({ fault: z.literal('cut'), on, ...counted }),
  z.strictObject({ fault: z.literal('no-answer'), on, ...counted }),
]);

/** Faults of the next deploys. They are counted by deploys that are well formed. */
const deployFault = z.discriminatedUnion('fault', [
  /** Wait before the deploy is accepted; it is accepted even when the client has gone by then. */
  z.strictObject({ fault: z.literal('delay'), ms: z.int().min(0), ...counted }),
  /** Accept, start the job, and close the connection without a word. */
  z.strictObject({ fault: z.literal('lose-answer'), ...counted }),
  /** Accept, start the job, and answer without its id. */
  z.strictObject({ fault: z.literal('no-job-id'), ...counted }),
  z.strictObject({
    fault: z.literal('fail-job'),
    msg: z.string().default('Lookup creation failed: asked for by a test'),
    ...counted,
  }),
  z.strictObject({ fault: z.literal('slow-job'), ms: z.int().min(0), ...counted }),
  z.strictObject({ fault: z.literal('endless-job'), ...counted }),
  z.strictObject({ fault: z.literal('empty-polls'), count: z.int().min(0), ...counted }),
]);

export const devoFault = z.union([requestFault, deployFault]);

export type RequestFault = z.output<typeof requestFault>;
export type DeployFault = z.output<typeof deployFault>;
export type DevoFault = RequestFault | DeployFault;
/** As a test or `curl` writes it: only `fault` and what differs from the defaults. */
export type DevoFaultRequest = z.input<typeof devoFault>;

export type RequestKind = 'lookup' | 'jobs' | 'deploy' | 'stream';

export function concerns(fault: DevoFault, kind: RequestKind): fault is RequestFault {
  return 'on' in fault && (fault.on === 'any' || fault.on === kind);
}

export function isDeployFault<Name extends DeployFault['fault']>(
  name: Name,
): (fault: DevoFault) => fault is Extract<DeployFault, { fault: Name }> {
  return (fault): fault is Extract<DeployFault, { fault: Name }> => fault.fault === name;
}
