import { setTimeout as delay } from 'node:timers/promises';
import type { DeliveryLimits } from './delivery-limits';
import type { LookupsSession } from './lookups-session';

/** What every step of a delivery works with. */
export interface DeliveryTools {
  readonly session: LookupsSession;
  readonly limits: DeliveryLimits;
  readonly signal: AbortSignal;
  /** The setting that names the lookup, for errors. */
  readonly setting: string;
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  warn(message: string): void;
}

/** Waits, or throws the reason of the cancellation at once. */
export async function sleepUnlessAborted(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch {
    signal.throwIfAborted();
  }
}

/** Grows the pause between two questions by half. */
export function longerPause(pauseMs: number, limits: DeliveryLimits): number {
  return Math.min(pauseMs * 1.5, limits.pollMaxMs);
}
