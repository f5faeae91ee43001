import { decodeArrayFromPayloads, walkGetWorkflowExecutionHistoryResponse } from '../private-sdk';
import { namingRun } from '../encryption/encryption-error';
import { resolveClaims } from '../external-storage/resolve-claims';
import { historyPages } from './history-pages';
import type { HistoryReader } from './run-events';

/**
 * What the steps of a run have returned, by the names of the activities; of a step that ran twice, the last result.
 * Throws the service's error when there is no such run, and CollectorError when a key is missing.
 */
export async function readStepResults(
  reader: HistoryReader,
  workflowId: string,
  runId: string,
): Promise<ReadonlyMap<string, unknown>> {
  const { converter } = reader;
  const names = new Map<string, string>();
  const results = new Map<string, unknown>();
  for await (const response of historyPages(reader, workflowId, runId)) {
    await resolveClaims(converter, response, walkGetWorkflowExecutionHistoryResponse);
    for (const event of response.history?.events ?? []) {
      const scheduled = event.activityTaskScheduledEventAttributes;
      if (scheduled) names.set(String(event.eventId), scheduled.activityType?.name ?? '');
      const completed = event.activityTaskCompletedEventAttributes;
      if (!completed) continue;
      const [result] = await namingRun(workflowId, runId, () =>
        decodeArrayFromPayloads(converter, completed.result?.payloads),
      );
      results.set(names.get(String(completed.scheduledEventId)) ?? '', result);
    }
  }
  return results;
}
