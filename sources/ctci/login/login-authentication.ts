import type { RequestTally } from '../../../http/http-message';
import type { Authentication, Pass } from './authentication';

/** A pass is renewed this long before it ends, so that it does not end on its way. */
const RENEW_BEFORE_MS = 60_000;

export interface LoginAuthenticationOptions {
  readonly password: string;
  /** Asks the API for a fresh token. */
  readonly logIn: (tally: RequestTally, signal: AbortSignal) => Promise<LoginToken>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface LoginToken {
  readonly token: string;
  readonly expiresAt: number | null;
}

/** A user's login: the token lives in memory only, is shared by all callers, and is renewed before it ends. */
export function createLoginAuthentication({ password, logIn, now }: LoginAuthenticationOptions): Authentication {
  const tokens = new Set<string>();
  let current: Pass | null = null;
  let pending: Promise<Pass> | null = null;

  async function renew(tally: RequestTally): Promise<Pass> {
    // Several callers may wait for this login, so none of them can call it off; it has time limits of its own.
    const { token, expiresAt } = await logIn(tally, new AbortController().signal);
    tokens.clear();
    tokens.add(token);
    return { headers: { Authorization: `Bearer ${token}` }, expiresAt };
  }

  async function pass(tally: RequestTally, signal: AbortSignal): Promise<Pass> {
    signal.throwIfAborted();
    if (current !== null && (current.expiresAt === null || current.expiresAt - RENEW_BEFORE_MS > now())) return current;
    pending ??= renew(tally).finally(() => {
      pending = null;
    });
    current = await orAborted(pending, signal);
    return current;
  }

  return {
    pass,
    refused(refusedPass) {
      if (current === refusedPass) current = null;
      return true;
    },
    secrets: () => [password, ...tokens],
  };
}

/** The promise, or the caller's reason to give up if that comes first. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let giveUp: () => void = () => undefined;
  const aborted = new Promise<null>((resolve) => {
    giveUp = () => resolve(null);
    signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    const first = await Promise.race([promise.then((value) => ({ value })), aborted]);
    if (first !== null) return first.value;
    signal.throwIfAborted();
    return await promise;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
