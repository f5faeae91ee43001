import { RunFault } from './state/run-faults';
import { Unreadable } from './unreadable';

/** Ends a run in words where a value that it cannot do without cannot be read. Throws RunFault. */
export function insistOnReadable(value: unknown, what: string): void {
  if (!(value instanceof Unreadable)) return;
  const stored = value.because === 'lost' || value.because === 'out_of_reach';
  throw new RunFault(stored ? 'stored_payload_lost' : 'payload_unreadable', `${what}: ${value.why}`);
}
