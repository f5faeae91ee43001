import { createHmac, randomBytes } from 'node:crypto';
import type { CollectorError } from '../../../errors/collector-error';

/** ThreatQ locks an account for half an hour after five failed logins, unless its administrator says otherwise. */
const WAIT_MS = 30 * 60_000;

/** Not even a hash of a password outlives the process. */
const KEY = randomBytes(32);

interface Refused {
  readonly at: number;
  readonly error: CollectorError;
}

/** Shared by all sources of the process: two services may log in with the same credentials. */
const refused = new Map<string, Refused>();

/** What a login was refused for. Another password, another id, another server: something has changed. */
export type LoginIdentity = readonly string[];

export function rememberRefusal(identity: LoginIdentity, error: CollectorError, now: number): void {
  refused.set(keyOf(identity), { at: now, error });
}

/** The refusal that still stands, and how long until a next try, in milliseconds; null when one may try. */
export function standingRefusal(
  identity: LoginIdentity,
  now: number,
): { readonly error: CollectorError; readonly waitMs: number } | null {
  const key = keyOf(identity);
  const found = refused.get(key);
  if (found === undefined) return null;
  const waitMs = found.at + WAIT_MS - now;
  if (waitMs > 0 && waitMs <= WAIT_MS) return { error: found.error, waitMs };
  refused.delete(key);
  return null;
}

function keyOf(identity: LoginIdentity): string {
  return createHmac('sha256', KEY).update(JSON.stringify(identity)).digest('hex');
}
