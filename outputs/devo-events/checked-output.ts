import type { Output } from '../output';

/** An output that can be tried without sending anything. */
export interface CheckedOutput extends Output {
  /** Gets in as a delivery would, and leaves again. Throws CollectorError. */
  check(signal: AbortSignal): Promise<void>;
}
