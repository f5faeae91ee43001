import { z } from 'zod';
import { CollectorError } from '../../../errors/collector-error';
import type { TimeLimits } from '../../../http/deadline';
import type { HttpClient } from '../../../http/http-client';
import { type HttpAnswer, isSuccess, type RequestTally } from '../../../http/http-message';
import type { Peer } from '../../../http/peer';
import { serverWords } from '../../../http/answer/server-words';
import { describeAnswer, statusError } from '../../../http/failure/status-error';
import type { LoginToken } from './login-authentication';
import { parseBody } from '../../json-rows/parse-json';
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
  client: HttpClient,
  login: Login,
  limits: TimeLimits,
  tally: RequestTally,
  signal: AbortSignal,
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
    throw judged(answer, answer.status, client.peer);
  }
  const body = parseBody(answer.body);
  const parsed = loginAnswer.safeParse(body);
  const { status } = serverWords(body);
  if (!parsed.success && status !== null && status >= 400) throw judged(answer, status, client.peer);
  if (!parsed.success) throw loginFailed(`no access_token in the answer to ${answer.request}`, client.peer);
  const token = parsed.data.access_token;
  return { token, expiresAt: tokenExpiry(token) };
}

/** The API has looked at the credentials and does not take them. */
export class LoginRefused extends CollectorError {}

/** Statuses that judge what was sent, and not where or how often. */
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 422, 423]);

function judged(answer: HttpAnswer, status: number, peer: Peer): CollectorError {
  const seen = describeAnswer(answer, peer);
  return REFUSALS.has(status)
    ? new LoginRefused('ctci_login_failed', { setting: peer.credentialsSetting, seen })
    : loginFailed(seen, peer);
}

function loginFailed(seen: string, peer: Peer): CollectorError {
  return new CollectorError('ctci_login_failed', { setting: peer.credentialsSetting, seen });
}
