import { CollectorError } from '../../config/errors/collector-error';
import { type Agents, createAgents } from './agents';
import type { AnswerContext } from './answer-error';
import type { Authentication } from './authentication';
import { BODY_LIMIT_BYTES, CONNECT_TIMEOUT_MS, type CtciOptions, TOTAL_TIMEOUT_MS } from './ctci-options';
import { createHttpClient, type HttpClient } from './http-client';
import { logIn } from './log-in';
import { createLoginAuthentication } from './login-authentication';
import { createPace } from './pace';
import { createSecretMask } from './secret-mask';
import { thrownReason } from './thrown-reason';
import { createTokenAuthentication } from './token-authentication';

/** The parts of a source, put together from its options. */
export interface CtciConnection {
  readonly client: HttpClient;
  readonly authentication: Authentication;
  readonly context: AnswerContext;
  readonly listUrl: URL;
  readonly close: () => void;
}

export function createConnection(options: CtciOptions): CtciConnection {
  const now = options.now ?? Date.now;
  const apiBaseUrl = options.apiBaseUrl.replace(/\/+$/, '');
  const mask = createSecretMask(() => authentication.secrets());
  const context: AnswerContext = {
    mask,
    now,
    addressSetting: `${options.settingsPath}.api_base_url`,
    credentialsSetting: `${options.settingsPath}.credentials.${options.credentials.kind === 'token' ? 'api_token' : 'password'}`,
  };

  let agents: Agents | null = null;
  const client = createHttpClient(
    () => ({
      agents: (agents ??= readAgents(options)),
      limits: { connectMs: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS, totalMs: options.totalTimeoutMs ?? TOTAL_TIMEOUT_MS },
      bodyLimitBytes: options.bodyLimitBytes ?? BODY_LIMIT_BYTES,
      environment: options.environment ?? process.env,
      mask,
      setting: context.addressSetting,
    }),
    createPace(options.requestsPerSecond, now),
  );
  const authentication = createAuthentication(options, apiBaseUrl, client, context);

  return {
    client,
    authentication,
    context,
    listUrl: new URL(`${apiBaseUrl}/${options.endpoint.replace(/^\/+/, '')}`),
    close() {
      agents?.close();
      agents = null;
    },
  };
}

function createAuthentication(
  { credentials }: CtciOptions, apiBaseUrl: string, client: HttpClient, context: AnswerContext,
): Authentication {
  if (credentials.kind === 'token') return createTokenAuthentication(credentials.apiToken, context.credentialsSetting);
  return createLoginAuthentication({
    password: credentials.password,
    now: context.now,
    logIn: (tally, signal) => logIn(client, apiBaseUrl, credentials, context, tally, signal),
  });
}

function readAgents(options: CtciOptions): Agents {
  try {
    return createAgents(options, options.environment ?? process.env);
  } catch (error) {
    throw new CollectorError('certificate_unreadable', { setting: `${options.settingsPath}.ca_file`, seen: thrownReason(error).message });
  }
}
