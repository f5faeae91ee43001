import { z } from 'zod';

/** What a delivery to a lookup heartbeats of its deploy, as far as people are told of it. */
const UNDER_WAY = z.object({ job: z.string(), since: z.number().optional() });

/** The job that Devo works on, and since when (epoch milliseconds), by what a delivery has saved; null for none. */
export function jobUnderWay(saved: unknown): { readonly id: string; readonly since: number | null } | null {
  const { data } = UNDER_WAY.safeParse(saved);
  return data === undefined ? null : { id: data.job, since: data.since ?? null };
}
