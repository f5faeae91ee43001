import { createHmac } from 'node:crypto';

/** The header by which a receiver knows that a message is ours, and when it was sent. */
export const SIGNATURE_HEADER = 'X-Ctci-Signature';

/**
 * `t=<epoch seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`: a receiver that refuses an old `t` cannot be told the same
 * thing again by somebody who has listened.
 */
export function signatureOf(body: string, secret: string, epochMs: number): string {
  const t = Math.floor(epochMs / 1000);
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`;
}
