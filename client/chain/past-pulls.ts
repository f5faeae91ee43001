import type { PullReport } from '../../domain/report/pull-report';
import { readRunEnd, type HistoryReader } from '../../engine/histories/run-events';

/** A pull that has ended and is in Temporal's histories. */
export interface PastPull {
  readonly runId: string;
  readonly startedAt: Date;
  /** Null for a run that returned nothing: it failed, or was ended from outside. */
  readonly report: PullReport | null;
}

/** So many runs are looked through; an hourly pull fills as many in forty days. */
const MOST_RUNS = 1_000;

/** The pulls of a service that Temporal still has, newest first. Throws CollectorError when a key is missing. */
export async function* pastPulls(reader: HistoryReader, workflowId: string): AsyncGenerator<PastPull> {
  const query = `WorkflowId = '${workflowId.replaceAll("'", "''")}'`;
  let left = MOST_RUNS;
  for await (const { runId, startTime } of reader.client.workflow.list({ query })) {
    const end = await readRunEnd(reader, workflowId, runId);
    if (end !== null) yield { runId, startedAt: startTime, report: end.result?.report ?? null };
    left -= 1;
    if (left === 0) return;
  }
}

/** Whether the outputs, or some of them, got this pull's list. */
export function hasDelivered({ report }: PastPull): boolean {
  return report !== null && (report.outcome === 'delivered' || report.outcome === 'partial');
}

export function hasChanges(pull: PastPull): boolean {
  const { report } = pull;
  return hasDelivered(pull) && report !== null && report.added + report.changed + report.removed > 0;
}
