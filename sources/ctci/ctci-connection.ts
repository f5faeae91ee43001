import { createHttpClient, type HttpClient } from '../../http/http-client';
import { waySettings } from '../../http/http-way';
import { REQUEST_LIMITS } from '../../domain/time-limits';
import { tryLogin } from '../../http/refused-logins';
import type { Authentication } from './login/authentication';
import { CTCI_ERRORS } from './ctci-errors';
import { BODY_LIMIT_BYTES, type CtciOptions } from './ctci-options';
import { logIn, LoginRefused } from './login/log-in';
import { createLoginAuthentication } from './login/login-authentication';
import { createTokenAuthentication } from './login/token-authentication';
import { steadyNow } from '../../http/steady-clock';

/** The parts of a source, put together from its options. */
export interface CtciConnection {
  readonly client: HttpClient;
  readonly authentication: Authentication;
  /** Path of the list. */
  readonly listPath: string;
}

export function createConnection(options: CtciOptions): CtciConnection {
  const { settingsPath, credentials } = options;
  const client = createHttpClient({
    ...options,
    baseUrl: options.apiBaseUrl,
    limits: {
      connectMs: options.connectTimeoutMs ?? REQUEST_LIMITS.connect,
      totalMs: options.totalTimeoutMs ?? REQUEST_LIMITS.list,
    },
    bodyLimitBytes: options.bodyLimitBytes ?? BODY_LIMIT_BYTES,
    errors: CTCI_ERRORS,
    settings: {
      address: `${settingsPath}.api_base_url`,
      credentials: `${settingsPath}.credentials.${credentials.kind === 'token' ? 'api_token' : 'password'}`,
      ...waySettings(settingsPath),
    },
    secrets: () => authentication.secrets(),
  });
  const authentication = createAuthentication(options, client);
  return { client, authentication, listPath: `/${options.endpoint.replace(/^\/+/, '')}` };
}

function createAuthentication(
  { apiBaseUrl, credentials, connectTimeoutMs, totalTimeoutMs, now: monotonic = steadyNow }: CtciOptions,
  client: HttpClient,
): Authentication {
  const { credentialsSetting, now } = client.peer;
  if (credentials.kind === 'token') return createTokenAuthentication(credentials.apiToken, credentialsSetting);
  const limits = {
    connectMs: connectTimeoutMs ?? REQUEST_LIMITS.connect,
    totalMs: Math.min(REQUEST_LIMITS.login, totalTimeoutMs ?? Infinity),
  };
  return createLoginAuthentication({
    password: credentials.password,
    now,
    logIn: (tally, signal) =>
      tryLogin(
        { peer: apiBaseUrl, ...credentials },
        () => logIn(client, credentials, limits, tally, signal),
        (error) => error instanceof LoginRefused,
        monotonic,
      ),
  });
}
