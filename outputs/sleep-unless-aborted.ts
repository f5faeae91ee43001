import { setTimeout as delay } from 'node:timers/promises';

/** Waits, or throws the reason of the cancellation at once. */
export async function sleepUnlessAborted(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch {
    signal.throwIfAborted();
  }
}
