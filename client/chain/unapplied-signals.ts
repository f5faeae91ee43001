import { isEventsState, type AnyState } from '../../domain/state/any-state';
import { applyEventsReset } from '../../domain/events/state/events-reset';
import { applyReset } from '../../domain/state/reset';
import { releaseHeld } from '../../domain/guard/shrink-guard';
import { meaningOf } from '../../domain/state/signal-meaning';
import { readSignals, type ReceivedSignal } from '../../engine/histories/read-signals';
import type { HistoryReader } from '../../engine/histories/run-events';

/** A signal that a run understands, with what it was sent with. */
export type RecordedSignal = ReceivedSignal;

/**
 * The signals that a run has got and that have reached no state yet: it waits, or it was ended from outside. Those that
 * the run would pass over are passed over here as well.
 */
export async function unappliedSignals(
  reader: HistoryReader,
  workflowId: string,
  runId: string,
): Promise<RecordedSignal[]> {
  const { signals, endedByItself } = await readSignals(reader, workflowId, runId);
  if (endedByItself) return []; // they are in its state
  return signals.filter(({ name, args: [value] }) => !('ignored' in meaningOf(name, value)));
}

/**
 * The state that a run will make of its signals, by the same rules. Without a state there is nothing to apply them to.
 */
export function applySignals(state: AnyState | null, signals: readonly RecordedSignal[]): AnyState | null {
  if (state === null) return null;
  return signals.reduce<AnyState>((next, { name, args: [value, more] }) => {
    const meaning = meaningOf(name, value, more);
    if ('ignored' in meaning) return next;
    if (isEventsState(next)) return 'reset' in meaning ? applyEventsReset(next, meaning.reset) : next;
    return 'reset' in meaning ? applyReset(next, meaning.reset) : releaseHeld(next, meaning.release, meaning.by);
  }, state);
}

/** Sends signals to a chain, in their order. One that the state knows already has no effect. */
export async function sendSignals(
  reader: HistoryReader,
  workflowId: string,
  signals: readonly RecordedSignal[],
): Promise<void> {
  const handle = reader.client.workflow.getHandle(workflowId);
  for (const {
    name,
    args: [value, more],
  } of signals)
    await handle.signal(name, ...(value === undefined ? [] : more === undefined ? [value] : [value, more]));
}
