import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { cewlRow, type CewlRow } from './cewl-row';
import { withSyntheticRemovals } from './synthetic-removals';

/** What happened to the list on one day. The first step brings the rows of the start. */
export interface HistoryStep {
  /** YYYY-MM-DD; several steps may share a day. */
  readonly date: string;
  readonly added: readonly CewlRow[];
  readonly changed: readonly CewlRow[];
  readonly removed: readonly string[];
  /** Those of `removed` that never happened: see `withSyntheticRemovals`. */
  readonly syntheticRemovals: readonly string[];
}

const historyLine = z.object({
  date: z.iso.date(),
  added: z.array(cewlRow),
  changed: z.array(cewlRow),
  removed: z.array(z.string()),
});

/** Reads a gzipped file of one JSON a line. Throws when a line is not a step. */
export function loadHistory(file: string): readonly HistoryStep[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n').filter((line) => line !== '');
  const steps = lines.map((line) => ({ ...historyLine.parse(JSON.parse(line)), syntheticRemovals: [] }));
  if (steps.length === 0) throw new Error(`${file} holds no history`);
  return withSyntheticRemovals(steps);
}
