import { isIP } from 'node:net';
import { hasImpossiblePort, PORT_FORM } from '../config/port';

const FORM = /^(?:\[[\da-f:.%\w]+\]|[^\s:/?#@[\]]+)(?::\d+)?$/i;

/**
 * An address as the SDK takes it, `host` or `host:port`; null for anything else, at which the SDK throws in words for
 * its own programmers. A bare IPv6 address gets its brackets.
 */
export function readAddress(written: string): string | null {
  if (isIP(written) === 6) return `[${written}]`;
  return FORM.test(written) && !hasImpossiblePort(written) ? written : null;
}

/** Why what was written is no address, for an error: control characters escaped, without user and password. */
export function addressFault(written: string): string {
  const form = hasImpossiblePort(written) ? `, with ${PORT_FORM}` : '';
  return `${JSON.stringify(written.replace(/[^/@]*@/, '***@'))} must be host or host:port, without a scheme${form}`;
}
