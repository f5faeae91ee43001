import { z } from 'zod';

/** One deploy as it went: what a test proves with, and what the page shows. */
export const deployRecord = z.object({
  lookup: z.string(),
  jobId: z.string(),
  method: z.enum(['POST', 'PUT', 'DELETE']),
  kind: z.enum(['everything', 'append', 'rows deleted', 'lookup deleted']),
  /** Rows in the CSV. */
  rows: z.number(),
  bytes: z.number(),
  foreign: z.boolean(),
  /** ISO 8601 UTC. */
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  outcome: z.enum(['running', 'ok', 'err']),
  /** Rows of the lookup after it, or null while it runs and after a failure. */
  rowsAfter: z.number().nullable(),
});

export type DeployRecord = z.output<typeof deployRecord>;

/** A deploy that was asked for while another job of its lookup ran. It was refused with 409. */
export const overlap = z.object({
  lookup: z.string(),
  runningJob: z.string(),
  runningIsForeign: z.boolean(),
  at: z.string(),
});

export type Overlap = z.output<typeof overlap>;
