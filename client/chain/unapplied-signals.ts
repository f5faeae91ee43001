import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow';
import { RELEASE_SIGNAL, RESET_SIGNAL } from '../../domain/message-names';
import type { PullState } from '../../domain/pull-state';
import { applyReset } from '../../domain/reset';
import { releaseHeld } from '../../domain/shrink-guard';
import type { HistoryReader } from '../../engine/run-events';

/** A signal as it stands in a history. */
export interface RecordedSignal {
  readonly name: typeof RESET_SIGNAL | typeof RELEASE_SIGNAL;
  readonly args: readonly unknown[];
}

/** The signals that a run has got and that have reached no state yet: it waits, or it was ended from outside. */
export async function unappliedSignals(reader: HistoryReader, workflowId: string, runId: string): Promise<RecordedSignal[]> {
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

/** The state that a run will make of its signals, by the same rules. Without a state there is nothing to apply them to. */
export function applySignals(state: PullState | null, signals: readonly RecordedSignal[]): PullState | null {
  if (state === null) return null;
  return signals.reduce((next, { name, args: [value] }) => {
    if (typeof value !== 'string') return next; // the workflow itself knows what else can be meant
    return name === RESET_SIGNAL ? applyReset(next, value) : releaseHeld(next, value);
  }, state);
}

/** Sends signals to a chain, in their order. One that the state knows already has no effect. */
export async function sendSignals(reader: HistoryReader, workflowId: string, signals: readonly RecordedSignal[]): Promise<void> {
  const handle = reader.client.workflow.getHandle(workflowId);
  for (const { name, args } of signals) await handle.signal(name, ...args);
}
