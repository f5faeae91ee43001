import { z } from 'zod';

/** One CVE as CTCI sends it: any columns with any JSON values. */
export const cewlRow = z.record(z.string(), z.unknown());

export type CewlRow = Readonly<z.output<typeof cewlRow>>;

/** The row's CVE id in the spelling of `/api/v1/cewl`, or null for a row that has none. */
export function keyOf(row: CewlRow): string | null {
  const key = row['cve'] ?? row['CVE'];
  return typeof key === 'string' && key.trim() !== '' ? key : null;
}
