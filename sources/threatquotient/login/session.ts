import { z } from 'zod';
import { CollectorError } from '../../../errors/collector-error';
import type { HttpClient } from '../../../http/http-client';
import { type HttpAnswer, isSuccess, type RequestTally } from '../../../http/http-message';
import { jsonOf } from '../../../http/answer/json-of';
import { serverWords } from '../../../http/answer/server-words';
import { describeAnswer, later, mayPass } from '../../../http/failure/status-error';
import { CLIENT_ID_PATH, readClientId } from './client-id';
import { type LoginIdentity, rememberRefusal, standingRefusal } from './refused-logins';
import type { Log, ThreatquotientOptions } from '../threatquotient-options';
import { statedEnd, statedSeconds, usableMs } from './token-lifetime';
import { tokenRequest } from './token-request';
import { steadyNow } from '../../../http/steady-clock';

/** A token, and until when it is used. */
export interface Token {
  readonly value: string;
  /** When it is renewed, in milliseconds of a clock that nobody sets. */
  readonly usedUntil: number;
  /** Epoch milliseconds: when it ends by its own word, or null. */
  readonly expiresAt: number | null;
}

/** The login of one user: kept in memory, shared by all who ask, renewed ahead of its end. */
export interface ThreatQuotientSession {
  /** A token that is usable now. Makes requests only when there is none. */
  token(tally: RequestTally, signal: AbortSignal): Promise<Token>;
  /** ThreatQ refused it: the next one who asks logs in anew. */
  refused(token: Token): void;
  /** Everything that no text may show. */
  secrets(): readonly string[];
}

/** A token is sent in a header, so it is refused when it could not stand in one. */
const tokenAnswer = z.object({ access_token: z.string().regex(/^[!-~]+$/), expires_in: z.unknown().optional() });
const otherSecrets = z.object({ refresh_token: z.string() });

export function createSession(
  options: ThreatquotientOptions,
  client: () => HttpClient,
  log: Log,
  now: () => number,
): ThreatQuotientSession {
  const { credentials, apiBaseUrl, settings } = options;
  const monotonic = options.now ?? steadyNow;
  const given = new Set<string>();
  let current: Token | null = null;
  let pending: Promise<Token> | null = null;
  let scrapedId: string | null = null;

  async function clientId(tally: RequestTally, signal: AbortSignal): Promise<string> {
    if (credentials.clientId !== undefined) return credentials.clientId;
    if (scrapedId !== null) return scrapedId;
    log('info', 'Attempting to get from client_id ThreatQuotient server....');
    scrapedId = await readClientId(client(), settings.clientId, tally, signal);
    log('info', `Successfully received a client_id token from ${apiBaseUrl}${CLIENT_ID_PATH}`);
    return scrapedId;
  }

  async function logIn(tally: RequestTally): Promise<Token> {
    // Several may wait for this login, so none of them can call it off; it has time limits of its own.
    const { signal } = new AbortController();
    log('info', 'We do not have a token. Getting a new one from the server.');
    log('info', 'Attempting to get OAuth2 token from ThreatQuotient server....');
    const id = await clientId(tally, signal);
    const identity: LoginIdentity = [apiBaseUrl, options.tokenRequest, id, credentials.username, credentials.password];
    const standing = standingRefusal(identity, monotonic());
    if (standing !== null) throw notAgain(standing.error, standing.waitMs);
    const answer = await client().send(tokenRequest(options.tokenRequest, id, credentials), tally, signal);
    if (!isSuccess(answer.status)) throw refusal(answer, identity);
    const token = readToken(answer, identity);
    const seconds = statedSeconds(tokenAnswer.safeParse(jsonOf(answer.body)).data?.expires_in);
    const lifetime = seconds === null ? 'does not say when it expires' : `expires in ${String(seconds)} seconds`;
    log('info', `Successfully received JWT token from ${apiBaseUrl}/api/token which ${lifetime}`);
    return token;
  }

  function refusal(answer: HttpAnswer, identity: LoginIdentity): CollectorError {
    const { peer } = client();
    const isPassing = answer.status >= 500 || (mayPass(answer.status) && !isLocked(answer));
    const isScraped = credentials.clientId === undefined;
    const origin = isScraped
      ? `; the client id was read from ${CLIENT_ID_PATH}: if it is an old one, set ${settings.clientId}`
      : '';
    const context = { setting: peer.credentialsSetting, seen: `${describeAnswer(answer, peer)}${origin}` };
    if (isPassing) return new CollectorError('threatquotient_jwt', { ...context, ...later(answer, peer) });
    const error = new CollectorError(
      isLocked(answer) ? 'threatquotient_account_locked' : 'threatquotient_jwt',
      context,
    );
    rememberRefusal(identity, error, monotonic());
    scrapedId = null; // an upgrade of the server gives it another one
    return error;
  }

  function readToken(answer: HttpAnswer, identity: LoginIdentity): Token {
    const { peer } = client();
    const body = jsonOf(answer.body);
    const parsed = tokenAnswer.safeParse(body);
    // An answer without a token is shown by its kind alone: it may hold one in a place that we do not know.
    if (!parsed.success) {
      const seen = `${answer.request}: status ${String(answer.status)}, no access_token in the answer`;
      const error = new CollectorError('threatquotient_no_token', { setting: peer.addressSetting, seen });
      const { words, isCalledError } = serverWords(body);
      if (words !== '' || isCalledError) rememberRefusal(identity, error, monotonic()); // refused in words alone
      throw error;
    }
    const { access_token: value, expires_in: expiresIn } = parsed.data;
    given.clear();
    given.add(value);
    const refresh = otherSecrets.safeParse(body).data?.refresh_token;
    if (refresh !== undefined) given.add(refresh);
    return {
      value,
      usedUntil: monotonic() + usableMs(expiresIn),
      expiresAt: statedEnd(expiresIn, now()),
    };
  }

  return {
    async token(tally, signal) {
      signal.throwIfAborted();
      if (current !== null && current.usedUntil > monotonic()) return current;
      pending ??= logIn(tally).finally(() => {
        pending = null;
      });
      current = await pending;
      signal.throwIfAborted();
      return current;
    },
    refused(token) {
      if (current === token) current = null;
    },
    secrets: () => [credentials.password, ...given],
  };
}

/** What ThreatQ says of an account that it has locked. */
function isLocked(answer: HttpAnswer): boolean {
  return /\block(ed|out)\b/i.test(answer.body.toString('utf8'));
}

function notAgain(error: CollectorError, waitMs: number): CollectorError {
  const minutes = Math.ceil(waitMs / 60_000);
  const seen =
    `${error.seen}; not tried again before something changes or ${String(minutes)} minutes have ` +
    'passed, for ThreatQ locks accounts';
  return new CollectorError(error.id, { ...(error.setting === null ? {} : { setting: error.setting }), seen });
}
