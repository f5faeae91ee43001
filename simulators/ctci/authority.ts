import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { bearerToken } from '../http/bearer-token';
import { sameSecret } from '../http/same-secret';
import { judgeToken, signToken } from './json-web-token';

/** Why a request is not let in, as the auth library names it. */
export interface Refusal {
  readonly error: string;
  readonly message: string;
}

export interface Authority {
  /** Null when the request may have the list. The API key wins when both are given; the query string does not count. */
  judge(request: IncomingMessage): Refusal | null;
  login(body: unknown): { readonly token: string } | Refusal | 'malformed';
  /** For tokens given from now on. */
  setLifetime(seconds: number): void;
  /** Makes every token that was given invalid. */
  forgetTokens(): void;
}

export interface AuthorityOptions {
  readonly apiToken: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly tokenLifetimeSeconds: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const loginBody = z.object({ username: z.string(), password: z.string() });

export function createAuthority(options: AuthorityOptions): Authority {
  let lifetime = options.tokenLifetimeSeconds;
  let signingKey = randomBytes(32).toString('hex');
  const seconds = (): number => Math.floor(options.now() / 1000);

  function judge(request: IncomingMessage): Refusal | null {
    const key = request.headers['x-api-key'];
    if (key !== undefined) return judgeKey(String(key));
    const token = bearerToken(request);
    if (token === null) return refusal('MissingToken', 'No token found in headers');
    const verdict = judgeToken(signingKey, token, seconds());
    if (verdict === 'good') return null;
    return verdict === 'expired'
      ? refusal('ExpiredAccess', 'Access permission has expired')
      : refusal('InvalidToken', 'The token cannot be decoded');
  }

  function judgeKey(key: string): Refusal | null {
    return sameSecret(key, options.apiToken) ? null : refusal('InvalidToken', 'Unknown API key');
  }

  function login(body: unknown): { readonly token: string } | Refusal | 'malformed' {
    const parsed = loginBody.safeParse(body);
    if (!parsed.success) return 'malformed';
    const { username, password } = options;
    const known =
      username !== undefined &&
      password !== undefined &&
      sameSecret(parsed.data.username, username) &&
      sameSecret(parsed.data.password, password);
    if (!known) return refusal('Authentication', 'The username or the password is wrong');
    return { token: signToken(signingKey, seconds(), lifetime) };
  }

  return {
    judge,
    login,
    setLifetime: (wanted) => {
      lifetime = wanted;
    },
    forgetTokens: () => {
      signingKey = randomBytes(32).toString('hex');
    },
  };
}

function refusal(kind: string, message: string): Refusal {
  return { error: `${kind}Error('${message}')`, message };
}
