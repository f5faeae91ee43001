import axios from 'axios';
import { CollectorError } from '../../config/errors/collector-error';
import { connectionFailure } from './connection-failure';
import { startRequestClock, type RequestClock } from './request-clock';
import type { LookupsConnection } from './lookups-connection';
import type { LookupsAnswer, LookupsRequest, RequestOutcome } from './lookups-outcome';

/** The Lookups API answers with a few hundred bytes; more than this is not the Lookups API. */
const ANSWER_LIMIT_BYTES = 10 * 1024 * 1024;

/**
 * Sends one request. Throws only the caller's own cancellation.
 *
 * Nothing of axios leaves this file: its errors carry the request with the token.
 */
export async function sendRequest(connection: LookupsConnection, request: LookupsRequest, signal: AbortSignal): Promise<RequestOutcome> {
  signal.throwIfAborted();
  const clock = startRequestClock(connection.requestTimeoutMs, signal);
  try {
    return await answerOf(connection, request, clock);
  } catch (failure) {
    signal.throwIfAborted();
    if (failure instanceof CollectorError) return { kind: 'unsent', error: failure };
    return connectionFailure(failure, { connection, request, timedOut: clock.timedOut });
  } finally {
    clock.stop();
  }
}

async function answerOf(connection: LookupsConnection, request: LookupsRequest, clock: RequestClock): Promise<LookupsAnswer> {
  const response = await axios.request<string>({
    method: request.method,
    url: `${connection.url}${request.path}`,
    headers: { Authorization: `Bearer ${connection.token}`, Accept: 'application/json' },
    data: request.body?.(() => clock.touch()),
    ...connection.agents(),
    signal: clock.signal,
    maxRedirects: 0,
    maxContentLength: ANSWER_LIMIT_BYTES,
    responseType: 'text',
    transformResponse: (text: string) => text,
    validateStatus: () => true,
  });
  return {
    kind: 'answer',
    status: response.status,
    text: response.data,
    retryAfter: headerText(response.headers['retry-after']),
    location: headerText(response.headers.location),
    cid: headerText(response.headers['x-devo-cid']),
  };
}

function headerText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
