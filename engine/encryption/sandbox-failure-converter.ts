import { DefaultFailureConverter } from '@temporalio/common';

/** The mark that `hidingBundle` leaves in the sandbox before this file is evaluated there. */
const MARK = 'ctciCollectorEncryptsFailures';

/**
 * How errors of workflows become failures. One bundle serves workers with and without encryption: plain messages are
 * what people want to read in the Web UI, and the sandbox has no way to ask for the configuration.
 */
export const failureConverter = new DefaultFailureConverter({
  encodeCommonAttributes: (globalThis as Readonly<Record<string, unknown>>)[MARK] === true,
});

/** The code of a bundle whose failures are encrypted. It stays on its lines, so that its source map fits. */
export function hidingBundle(code: string): string {
  return `globalThis.${MARK} = true; ${code}`;
}
