import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { abortable } from './abortable';

/** One run of a chain. */
export interface RunRef {
  readonly workflowId: string;
  readonly runId: string;
}

/** What of a client is needed to ask. */
type Asked = Pick<Client, 'connection' | 'workflowService' | 'options'>;

/** While the engine cannot be asked to tell, something may have happened every so often. */
const UNHEARD_MS = 700;

/**
 * Tells each time that something has happened in a run: a signal, a question, that it is called off. The engine holds
 * the question until then, so that hearing of it at once costs a call in twenty seconds. Tells once at the beginning,
 * for what happened before; and as long as the engine does not answer, every so often.
 *
 * Resolves when the run is over, or when the signal is aborted; never rejects.
 */
export async function hearOfRun(client: Asked, run: RunRef, tell: () => void, signal: AbortSignal): Promise<void> {
  const isOver = (): boolean => signal.aborted;
  let place: Uint8Array | null = null;
  while (!isOver()) {
    try {
      const { history, nextPageToken } = await abortable(signal, (own) => ask(client, run, place, own));
      if ((history?.events ?? []).length > 0) tell();
      if (nextPageToken.length === 0) return;
      place = nextPageToken;
    } catch {
      if (isOver()) return;
      place = null;
      tell();
      await wait(UNHEARD_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** The engine answers as soon as something has happened since the place, or after twenty seconds. */
function ask(client: Asked, run: RunRef, place: Uint8Array | null, signal: AbortSignal) {
  const request = {
    namespace: client.options.namespace,
    execution: run,
    waitNewEvent: true,
    ...(place !== null && { nextPageToken: place }),
  };
  const { connection, workflowService } = client;
  return connection.withAbortSignal(signal, () => workflowService.getWorkflowExecutionHistory(request));
}
