import { temporal } from '@temporalio/proto';
import { readChain } from '../../../../client/chain/read-chain';
import type { HistoryReader } from '../../../../engine/histories/run-events';

const { History } = temporal.api.history.v1;

/** Everything that Temporal keeps of a chain, as the bytes that it stores. */
export async function storedHistories(chain: {
  readonly reader: HistoryReader;
  readonly workflowId: string;
}): Promise<Buffer> {
  const { reader, workflowId } = chain;
  const found: Uint8Array[] = [];
  let runId: string | null = (await readChain(reader, workflowId))?.start.firstRunId ?? null;
  while (runId !== null) {
    const answer: temporal.api.workflowservice.v1.IGetWorkflowExecutionHistoryResponse =
      await reader.client.workflowService.getWorkflowExecutionHistory({
        namespace: 'default',
        execution: { workflowId, runId },
        maximumPageSize: 1_000,
      });
    const history = answer.history ?? {};
    found.push(History.encode(history).finish());
    const last = history.events?.at(-1);
    const next: string | null | undefined =
      last?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ??
      last?.workflowExecutionCompletedEventAttributes?.newExecutionRunId ??
      last?.workflowExecutionFailedEventAttributes?.newExecutionRunId;
    runId = next ? next : null;
  }
  return Buffer.concat(found);
}
