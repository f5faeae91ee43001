import { isIP } from 'node:net';

const FORM = /^(?:\[[\da-f:.%\w]+\]|[^\s:/?#@[\]]+)(?::(\d{1,5}))?$/i;
const HIGHEST_PORT = 65_535;

/**
 * An address as the SDK takes it, `host` or `host:port`; null for anything else, at which the SDK throws in words for
 * its own programmers. A bare IPv6 address gets its brackets.
 */
export function readAddress(written: string): string | null {
  if (isIP(written) === 6) return `[${written}]`;
  const match = FORM.exec(written);
  if (!match) return null;
  const port = Number(match[1] ?? 1);
  return port >= 1 && port <= HIGHEST_PORT ? written : null;
}

/** What was written, for an error: control characters escaped, without user and password. */
export function addressInWords(written: string): string {
  return JSON.stringify(written.replace(/[^/@]*@/, '***@'));
}
