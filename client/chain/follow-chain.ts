import { readRunEnd, readRunStart, type HistoryReader, type RunEnd } from '../../engine/histories/run-events';
import { pause } from './pause';
import { readChain } from './read-chain';

/** A run that has ended, and when the next one is due. */
export interface FinishedRun {
  readonly runId: string;
  readonly end: RunEnd;
  readonly nextDueAt: Date | null;
}

/** How soon a chain that has ended, or an engine that is away, is looked for again. */
const LOOK_AGAIN_MS = 1_000;

/**
 * Yields every run of a chain as it ends, from the current one on, until the signal aborts. Outlives restarts of chain
 * and engine.
 */
export async function* followChain(
  reader: HistoryReader,
  workflowId: string,
  signal: AbortSignal,
): AsyncGenerator<FinishedRun> {
  let runId: string | null = null;
  while (!signal.aborted) {
    try {
      runId ??= await openRun(reader, workflowId);
      const end: RunEnd | null = runId === null ? null : await readRunEnd(reader, workflowId, runId, signal);
      if (runId === null || end === null) {
        await pause(LOOK_AGAIN_MS, signal);
        continue;
      }
      const nextDueAt = end.nextRunId === null ? null : (await readRunStart(reader, workflowId, end.nextRunId)).dueAt;
      yield { runId, end, nextDueAt };
      runId = end.nextRunId;
    } catch {
      await pause(LOOK_AGAIN_MS, signal); // told to stop, or the engine is away; the run is read again when it is back
    }
  }
}

async function openRun(reader: HistoryReader, workflowId: string): Promise<string | null> {
  const chain = await readChain(reader, workflowId);
  return chain?.open ? chain.runId : null;
}
