import { CollectorError } from '../errors/collector-error';
import { Unreadable } from './unreadable';

/** Ends a run in words where a value that it cannot do without cannot be read. Throws CollectorError. */
export function insistOnReadable(value: unknown, what: string): void {
  if (!(value instanceof Unreadable)) return;
  const stored = value.because === 'lost' || value.because === 'out_of_reach';
  throw new CollectorError(stored ? 'stored_payload_lost' : 'payload_unreadable', { seen: `${what}: ${value.why}` });
}
