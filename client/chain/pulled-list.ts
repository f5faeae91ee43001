import { z } from 'zod';
import type { List, TravellingList } from '../../domain/list/list';
import { readStepResults } from '../../engine/histories/run-steps';
import type { HistoryReader } from '../../engine/histories/run-events';
import { unpackList } from '../../packing/list';

/** The list that a run got, and what differed from the one that was delivered before. */
export interface PulledList {
  readonly table: List;
  /** Indexes of rows. */
  readonly added: readonly number[];
  readonly changed: readonly number[];
  /** Keys. */
  readonly removed: readonly string[];
}

const fetched = z.looseObject({ unchanged: z.boolean(), table: z.unknown() });
const compared = z.looseObject({
  changes: z.looseObject({
    added: z.array(z.number()),
    changed: z.array(z.number()),
    removed: z.array(z.string()),
  }),
});

/** What the steps of a run left in its history; null for a run that got no rows, or whose list nobody compared. */
export async function readPulledList(
  reader: HistoryReader,
  workflowId: string,
  runId: string,
): Promise<PulledList | null> {
  const results = await readStepResults(reader, workflowId, runId);
  const list = fetched.safeParse(results.get('fetchCewl'));
  const plan = compared.safeParse(results.get('dedupe'));
  if (!list.success || !plan.success || list.data.unchanged) return null;
  const table = list.data.table as TravellingList; // the step's own result: nothing else is written there
  return { table: unpackList(table), ...plan.data.changes };
}
