import { checkToken } from '../http/check-token';
import { createHttpClient, type HttpClient } from '../http/http-client';
import { type HttpWay, waySettings } from '../http/http-way';
import type { PeerErrors } from '../http/peer';

/** How failures of requests to Devo are named. */
const DEVO_ERRORS: PeerErrors = {
  unreachable: 'devo_unreachable',
  tls: 'devo_unreachable',
  timeout: 'devo_timeout',
  cut_short: 'devo_unreachable',
  unreadable: 'devo_answer',
  too_large: 'devo_answer',
  redirect: 'devo_status',
  unauthorized: 'devo_unauthorized',
  forbidden: 'devo_unauthorized',
  not_found: 'devo_refused',
  rate_limited: 'devo_rate_limited',
  server_error: 'devo_server_error',
  refused: 'devo_refused',
  status: 'devo_status',
};

/** Devo answers with a few hundred bytes; more than this is not Devo. */
const ANSWER_LIMIT_BYTES = 10 * 1024 * 1024;

/** How Devo is reached; its certificate is checked unless that is switched off. */
export interface DevoWay extends Pick<HttpWay, 'caFile' | 'proxy' | 'environment'> {
  /** Default true. */
  readonly verifyHostSslCert?: boolean | undefined;
}

export interface DevoClientOptions extends DevoWay {
  /** Base address. */
  readonly url: string;
  readonly token: string;
  /** Path of the output's config, such as `outputs.devo_lookup.config`. */
  readonly settingsPath: string;
  /** A request that stands still for so long is given up. */
  readonly requestTimeoutMs: number;
}

/** The way to one of Devo's HTTP APIs. */
export function createDevoClient(options: DevoClientOptions): HttpClient {
  const { url, token, settingsPath, requestTimeoutMs, verifyHostSslCert = true, caFile, proxy, environment } = options;
  const client = createHttpClient({
    baseUrl: url,
    verifyHostSslCert,
    caFile,
    proxy,
    environment,
    limits: { stillMs: requestTimeoutMs },
    bodyLimitBytes: ANSWER_LIMIT_BYTES,
    errors: DEVO_ERRORS,
    settings: {
      address: settingsPath,
      credentials: `${settingsPath}.token`,
      ...waySettings(settingsPath),
    },
    secrets: () => [token],
  });
  return {
    ...client,
    async send(request, tally, signal) {
      checkToken(token, `${settingsPath}.token`, 'token_form');
      return client.send(request, tally, signal);
    },
  };
}
