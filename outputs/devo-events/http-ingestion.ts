import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import axios from 'axios';
import { CollectorError } from '../../config/errors/collector-error';
import { connectionFailure } from '../devo-lookup/connection-failure';
import type { LookupsConnection } from '../devo-lookup/lookups-connection';
import { startRequestClock } from '../devo-lookup/request-clock';
import { ingestionError } from './ingestion-error';

const compress = promisify(gzip);

/** The endpoint answers with nothing or a few words. */
const ANSWER_LIMIT_BYTES = 1024 * 1024;

/** `stream` mode answers 200, `event` mode 204; both say "received" (Devo, "HTTP endpoint"). */
const RECEIVED: ReadonlySet<number> = new Set([200, 204]);

/** Where a batch goes. The path holds the token: it may stand in no error and no log line. */
export interface IngestionTarget {
  readonly connection: LookupsConnection;
  readonly path: string;
  readonly gzip: boolean;
}

/** Path of the `stream` mode: `/stream/<domain>/token!<token>/<host>/<tag>`. */
export function streamPath(domain: string, token: string, host: string, tag: string): string {
  const [safeDomain, safeToken, safeHost, safeTag] = [domain, token, host, tag].map((part) => encodeURIComponent(part));
  return `/stream/${safeDomain ?? ''}/token!${safeToken ?? ''}/${safeHost ?? ''}/${safeTag ?? ''}`;
}

/**
 * Posts newline-separated events and returns when Devo has said that it received them.
 *
 * Nothing of axios leaves this file: its errors carry the address with the token.
 */
export async function postEvents(target: IngestionTarget, body: Buffer, signal: AbortSignal): Promise<void> {
  const { connection } = target;
  signal.throwIfAborted();
  const data = target.gzip ? await compress(body) : body;
  const clock = startRequestClock(connection.requestTimeoutMs, signal);
  try {
    const response = await axios.request<string>({
      method: 'POST',
      url: `${connection.url}${target.path}`,
      data,
      headers: { 'Content-Type': 'text/plain; charset=utf-8', ...(target.gzip ? { 'Content-Encoding': 'gzip' } : {}) },
      ...connection.agents(),
      signal: clock.signal,
      onUploadProgress: () => clock.touch(),
      maxRedirects: 0,
      maxBodyLength: Infinity,
      maxContentLength: ANSWER_LIMIT_BYTES,
      responseType: 'text',
      transformResponse: (text: string) => text,
      validateStatus: () => true,
    });
    if (RECEIVED.has(response.status)) return;
    throw ingestionError({ status: response.status, text: response.data, retryAfter: response.headers['retry-after'] }, connection);
  } catch (failure) {
    signal.throwIfAborted();
    if (failure instanceof CollectorError) throw failure;
    throw lostRequest(failure, connection, clock.timedOut);
  } finally {
    clock.stop();
  }
}

function lostRequest(failure: unknown, connection: LookupsConnection, timedOut: boolean): unknown {
  const outcome = connectionFailure(failure, { connection, request: { method: 'POST', path: '' }, timedOut });
  return outcome.kind === 'answer' ? failure : outcome.error;
}
