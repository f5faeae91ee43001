import { EMPTY_TALLY } from '../../domain/report/pull-tally';
import { readRunEnd, type HistoryReader } from '../../engine/histories/run-events';
import type { HistoryEntry } from '../verb-result';
import { readFailure } from '../../engine/histories/failure-in-report';

/** Runs that threw leave nothing in the state; the engine keeps them for its retention. Newest first. */
export async function failedRuns(reader: HistoryReader, workflowId: string, limit: number): Promise<HistoryEntry[]> {
  const query = `WorkflowId = '${workflowId.replaceAll("'", "''")}' AND ExecutionStatus IN ('Failed', 'TimedOut')`;
  const entries: HistoryEntry[] = [];
  for await (const { runId, startTime } of reader.client.workflow.list({ query, pageSize: limit })) {
    const end = await readRunEnd(reader, workflowId, runId).catch(() => null); // gone since it was listed
    if (end) entries.push(entryOf(runId, startTime, end.failure ?? new Error('the run timed out'), end.at));
    if (entries.length >= limit) break;
  }
  return entries;
}

function entryOf(runId: string, startTime: Date, failure: Error, at: Date): HistoryEntry {
  const { error, report } = readFailure(failure);
  const { outputs: _outputs, digest: _digest, ...none } = EMPTY_TALLY;
  return {
    ...none,
    rows: 0,
    duration_ms: at.getTime() - startTime.getTime(),
    started_at: startTime.toISOString(),
    ...report,
    run_id: runId,
    outcome: 'failed',
    error_number: error.number,
    error,
  };
}
