import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow';
import { RELEASE_SIGNAL, RESET_SIGNAL } from '../../domain/message-names';
import type { HistoryReader } from '../../engine/run-events';

/** A signal as it stands in a history. */
interface RecordedSignal {
  readonly name: string;
  readonly args: readonly unknown[];
}

/**
 * Sends the signals again that a run had got when it was ended from outside: it returned nothing, so none of them has
 * reached a state. The new chain applies them in their order.
 */
export async function sendUnappliedSignals(reader: HistoryReader, workflowId: string, endedRunId: string): Promise<void> {
  const handle = reader.client.workflow.getHandle(workflowId);
  for (const { name, args } of await unappliedSignals(reader, workflowId, endedRunId)) await handle.signal(name, ...args);
}

async function unappliedSignals(reader: HistoryReader, workflowId: string, runId: string): Promise<RecordedSignal[]> {
  const { events } = await reader.client.workflow.getHandle(workflowId, runId).fetchHistory();
  const signals: RecordedSignal[] = [];
  if (events?.at(-1)?.workflowExecutionCompletedEventAttributes) return signals; // it ended by itself: they are in its state
  for (const event of events ?? []) {
    const signal = event.workflowExecutionSignaledEventAttributes;
    const name = signal?.signalName;
    if (name !== RESET_SIGNAL && name !== RELEASE_SIGNAL) continue;
    signals.push({ name, args: await decodeArrayFromPayloads(reader.converter, signal?.input?.payloads) });
  }
  return signals;
}
