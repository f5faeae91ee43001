import { isIP } from 'node:net';

/** TCP has sixteen bits for it (RFC 9293). */
export const HIGHEST_PORT = 65_535;

export const PORT_FORM = `a port from 1 to ${HIGHEST_PORT}`;

/** Whether an address, `host:port` or a URL, names a port that no address has. Without a port it does not. */
export function hasImpossiblePort(address: string): boolean {
  const peer = address
    .trim()
    .replace(/^[a-z][a-z\d+.-]*:\/\//i, '')
    .replace(/[/?#\\].*$/s, '')
    .replace(/^.*@/s, '');
  if (isIP(peer) === 6) return false;
  const port = /:(\d+)$/.exec(peer)?.[1];
  return port !== undefined && (Number(port) < 1 || Number(port) > HIGHEST_PORT);
}
