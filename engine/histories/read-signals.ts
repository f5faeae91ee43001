import { decodeArrayFromPayloads } from '../private-sdk';
import type { temporal } from '@temporalio/proto';
import { namingRun } from '../encryption/encryption-error';
import { RELEASE_SIGNAL, RESET_SIGNAL } from '../../domain/message-names';
import { historyPages } from './history-pages';
import type { HistoryReader } from './run-events';

/** A signal of ours as it stands in a history. Anything may have been sent with it. */
export interface ReceivedSignal {
  readonly name: typeof RESET_SIGNAL | typeof RELEASE_SIGNAL;
  readonly args: readonly unknown[];
}

export interface ReceivedSignals {
  readonly signals: readonly ReceivedSignal[];
  /** Whether the run came to its end and returned a state. */
  readonly endedByItself: boolean;
}

/**
 * Reads the signals of ours that a run has got. Raw events: the SDK's own reader fetches every list of the run that
 * lies in external storage, and none of them is wanted here.
 */
export async function readSignals(reader: HistoryReader, workflowId: string, runId: string): Promise<ReceivedSignals> {
  const signals: ReceivedSignal[] = [];
  let endedByItself = false;
  for await (const event of eventsOf(reader, workflowId, runId)) {
    if (event.workflowExecutionCompletedEventAttributes) endedByItself = true;
    const signal = event.workflowExecutionSignaledEventAttributes;
    const name = signal?.signalName;
    if (name !== RESET_SIGNAL && name !== RELEASE_SIGNAL) continue;
    const args = await namingRun(workflowId, runId, () =>
      decodeArrayFromPayloads(reader.converter, signal?.input?.payloads),
    );
    signals.push({ name, args });
  }
  return { signals, endedByItself };
}

async function* eventsOf(
  reader: HistoryReader,
  workflowId: string,
  runId: string,
): AsyncGenerator<temporal.api.history.v1.IHistoryEvent> {
  for await (const { history } of historyPages(reader, workflowId, runId)) yield* history?.events ?? [];
}
