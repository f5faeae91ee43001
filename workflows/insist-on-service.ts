import { insistOnReadable } from '../domain/insist-on-readable';
import type { ServiceRef } from '../domain/pull-settings';
import { CollectorError } from '../errors/collector-error';

/**
 * The service that a run was started for; it may have been started by hand. Throws CollectorError when its input names
 * none.
 */
export function insistOnService(given: unknown): ServiceRef {
  insistOnReadable(given, 'the input that names the service');
  if (typeof given === 'object' && given !== null && 'input' in given && 'service' in given) {
    const { input, service } = given;
    if (typeof input === 'string' && typeof service === 'string') return { input, service };
  }
  throw new CollectorError('payload_unreadable', { seen: 'the input must be {"input": ..., "service": ...}' });
}
