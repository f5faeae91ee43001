import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { sameSecret } from '../../http/same-secret';
import type { Profile } from '../profile';
import { Refusal } from '../threatquotient-error';
import type { TokenRequest } from './token-request';

/** The answer to a login. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_in?: number | string;
  readonly refresh_token?: string;
}

export interface LoginCounters {
  readonly accepted: number;
  readonly refused: number;
  /** Logins that came while the account was locked: a client that is well behaved makes none. */
  readonly whileLocked: number;
  readonly tokensRefused: number;
}

export interface Authority {
  /** Throws a refusal. A wrong password counts towards the lock; a wrong client id does not. */
  logIn(request: TokenRequest): TokenAnswer;
  /** Throws a refusal unless the request carries a token that lives. */
  admit(request: IncomingMessage): void;
  setPassword(password: string): void;
  /** Makes every token that was given invalid. */
  forgetTokens(): void;
  unlock(): void;
  /** Epoch milliseconds until which the account is locked, or null. */
  lockedUntil(): number | null;
  counters(): LoginCounters;
}

export interface AuthorityOptions {
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
  readonly profile: () => Profile;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export function createAuthority({ clientId, username, password: first, profile, now }: AuthorityOptions): Authority {
  let password = first;
  /** Ends of tokens, epoch milliseconds. */
  let tokens = new Map<string, number>();
  let failures = 0;
  const sameRefresh = newRefresh();
  let lockEnd: number | null = null;
  const counted = { accepted: 0, refused: 0, whileLocked: 0, tokensRefused: 0 };

  function lockedUntil(): number | null {
    if (lockEnd !== null && lockEnd <= now()) unlock();
    return lockEnd;
  }

  function unlock(): void {
    lockEnd = null;
    failures = 0;
  }

  function refuse(message: string): never {
    counted.refused += 1;
    throw new Refusal(profile().refusedLogin, message);
  }

  function failed(): never {
    failures += 1;
    if (failures >= profile().lockAfter) lockEnd = now() + profile().lockSeconds * 1000;
    return refuse('The user credentials were incorrect.');
  }

  function logIn(request: TokenRequest): TokenAnswer {
    if (!sameSecret(request.clientId, clientId)) return refuse('invalid_client: Client authentication failed');
    if (lockedUntil() !== null) {
      counted.whileLocked += 1;
      return refuse('Your account has been locked because of too many failed login attempts.');
    }
    if (!sameSecret(request.email, username) || !sameSecret(request.password, password)) return failed();
    if (profile().twoStep) return refuse('Two-step verification is required for this user.');
    failures = 0;
    counted.accepted += 1;
    return giveToken();
  }

  function giveToken(): TokenAnswer {
    const { expiresIn, tokenSeconds, refreshToken, tokenType } = profile();
    const token = [12, 60, 32].map((bytes) => randomBytes(bytes).toString('base64url')).join('.');
    tokens.set(token, now() + tokenSeconds * 1000);
    return {
      access_token: token,
      token_type: tokenType,
      ...(expiresIn === null ? {} : { expires_in: expiresIn }),
      ...(refreshToken === 'absent' ? {} : { refresh_token: refreshToken === 'given' ? sameRefresh : newRefresh() }),
    };
  }

  function admit(request: IncomingMessage): void {
    // ThreatQ does not know the scheme in lower case.
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if ((tokens.get(token) ?? 0) > now()) return;
    counted.tokensRefused += 1;
    throw new Refusal(401, 'The access token is missing, has expired or was revoked.');
  }

  return {
    logIn,
    admit,
    lockedUntil,
    unlock,
    setPassword: (wanted) => {
      password = wanted;
    },
    forgetTokens: () => {
      tokens = new Map();
    },
    counters: () => ({ ...counted }),
  };
}

function newRefresh(): string {
  return randomBytes(40).toString('hex');
}
