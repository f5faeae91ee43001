import { z } from 'zod';
import { CollectorError } from '../../config/errors/collector-error';
import type { TimeLimits } from '../../http/deadline';
import type { HttpClient } from '../../http/http-client';
import { isSuccess, type RequestTally } from '../../http/http-message';
import type { Peer } from '../../http/peer';
import { describeAnswer, statusError } from '../../http/status-error';
import type { LoginToken } from './login-authentication';
import { parseBody } from './parse-json';
import { tokenExpiry } from './token-expiry';

const LOGIN_PATH = '/api/v1/login';

/** A token is sent in a header, so it is refused when it could not stand in one. */
const loginAnswer = z.object({ access_token: z.string().regex(/^[!-~]+$/) });

export interface Login {
  readonly username: string;
  readonly password: string;
}

/**
 * Asks for a token with username and password. Everything but a token is `ctci_login_failed`, except what a later
 * try may mend (429, 5xx) and what is not the API at all.
 */
export async function logIn(
  client: HttpClient, login: Login, limits: TimeLimits, tally: RequestTally, signal: AbortSignal,
): Promise<LoginToken> {
  const answer = await client.send(
    {
      method: 'POST',
      path: LOGIN_PATH,
      limits,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username: login.username, password: login.password }),
    },
    tally,
    signal,
  );
  if (!isSuccess(answer.status)) {
    const error = statusError(answer, client.peer);
    if (error.retryable || error.id === client.peer.errors.unreadable) throw error;
    throw loginFailed(describeAnswer(answer, client.peer), client.peer);
  }
  const parsed = loginAnswer.safeParse(parseBody(answer.body));
  if (!parsed.success) throw loginFailed(`no access_token in the answer to ${answer.request}`, client.peer);
  const token = parsed.data.access_token;
  return { token, expiresAt: tokenExpiry(token) };
}

function loginFailed(seen: string, peer: Peer): CollectorError {
  return new CollectorError('ctci_login_failed', { setting: peer.credentialsSetting, seen });
}
