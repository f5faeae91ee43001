import { createHash } from 'node:crypto';
import { CollectorError } from '../errors/collector-error';

/** So long the same credentials are not tried again: servers lock an account after a few refusals (five, with some). */
const NO_SECOND_TRY_MS = 30 * 60_000;

interface Refusal {
  readonly error: CollectorError;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** In this process, by a digest of whom the credentials are for and what they are. */
const refusals = new Map<string, Refusal>();

/** Logins under way, by the same digest: services that start together must not try wrong credentials one each. */
const underWay = new Map<string, Promise<unknown>>();

/** What a login is tried with. */
export interface LoginAttempt {
  /** Base address of the peer. */
  readonly peer: string;
  readonly username: string;
  readonly password: string;
}

/**
 * Tries a login, unless the same credentials were refused within the last half hour, by whichever service: then the
 * refusal is thrown again without a request. Other credentials, or another start of the worker, are tried at once.
 *
 * @param isRefusal whether an error says that the credentials are wrong
 * @param now milliseconds of a clock that nobody sets
 */
export async function tryLogin<T>(
  attempt: LoginAttempt,
  logIn: () => Promise<T>,
  isRefusal: (error: unknown) => boolean,
  now: () => number,
): Promise<T> {
  const key = createHash('sha256')
    .update(JSON.stringify([attempt.peer, attempt.username, attempt.password]))
    .digest('hex');
  for (let other = underWay.get(key); other !== undefined; other = underWay.get(key))
    await other.catch(() => undefined);
  const before = refusals.get(key);
  if (before !== undefined && now() - before.at < NO_SECOND_TRY_MS) throw notTriedAgain(before);
  const login = logIn();
  underWay.set(key, login);
  try {
    const result = await login;
    refusals.delete(key);
    return result;
  } catch (error) {
    if (error instanceof CollectorError && isRefusal(error)) refusals.set(key, { error, at: now() });
    throw error;
  } finally {
    underWay.delete(key);
  }
}

function notTriedAgain({ error: { id, setting, seen }, at }: Refusal): CollectorError {
  const why =
    `refused at ${minute(at)}, and not tried again before ${minute(at + NO_SECOND_TRY_MS)}, lest ` +
    'the account be locked: ' +
    'other credentials, or a worker that is started again, are tried at once';
  return new CollectorError(id, { ...(setting !== null && { setting }), seen: `${seen}; ${why}` });
}

function minute(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 16)}Z`;
}
