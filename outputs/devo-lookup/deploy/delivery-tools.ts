import type { DeliveryLimits } from '../client/delivery-limits';
import type { LookupsSession } from '../client/lookups-session';

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

/** Grows the pause between two questions by half. */
export function longerPause(pauseMs: number, limits: DeliveryLimits): number {
  return Math.min(pauseMs * 1.5, limits.pollMaxMs);
}
