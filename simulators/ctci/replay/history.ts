import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { cewlRow } from './cewl-row';
import type { HistoryStep } from './history-step';
import { withSyntheticRemovals } from './synthetic-removals';

const historyLine = z.object({
  date: z.iso.date(),
  added: z.array(cewlRow),
  changed: z.array(cewlRow),
  removed: z.array(z.string()),
});

/** Reads a gzipped file of one JSON a line. Throws when a line is not a step. */
export function loadHistory(file: string): readonly HistoryStep[] {
  const lines = gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  const steps = lines.map((line) => ({ ...historyLine.parse(JSON.parse(line)), syntheticRemovals: [] }));
  if (steps.length === 0) throw new Error(`${file} holds no history`);
  return withSyntheticRemovals(steps);
}
