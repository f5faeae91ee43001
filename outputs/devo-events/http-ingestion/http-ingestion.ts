import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { HttpClient } from '../../../http/http-client';
import type { HttpAnswer, HttpRequest, RequestTally } from '../../../http/http-message';
import { statusError } from '../../../http/failure/status-error';

const compress = promisify(gzip);

/** `stream` mode answers 200, `event` mode 204; both say "received" (Devo, "HTTP endpoint"). */
const RECEIVED: ReadonlySet<number> = new Set([200, 204]);

/** Where a batch goes. The path holds the token: it may stand in no error and no log line. */
export interface IngestionTarget {
  readonly client: HttpClient;
  readonly path: string;
  readonly gzip: boolean;
}

/** Path of the `stream` mode: `/stream/<domain>/token!<token>/<host>/<tag>`. */
export function streamPath(domain: string, token: string, host: string, tag: string): string {
  const [safeDomain, safeToken, safeHost, safeTag] = [domain, token, host, tag].map((part) => encodeURIComponent(part));
  return `/stream/${safeDomain ?? ''}/token!${safeToken ?? ''}/${safeHost ?? ''}/${safeTag ?? ''}`;
}

/** Posts newline-separated events and returns when Devo has said that it received them. */
export async function postEvents(target: IngestionTarget, body: Buffer, signal: AbortSignal): Promise<void> {
  const answer = await requestEvents(target, body, signal);
  if (!isReceived(answer)) throw statusError(answer, target.client.peer);
}

/** What an endpoint says to a request without an event when it has nothing against whoever sends it. */
const WANTS_EVENT = 400;

/** Sends a request without an event: what it answers to the token, the domain and the table is known then. */
export async function checkIngestion({ client, path }: IngestionTarget, signal: AbortSignal): Promise<void> {
  const answer = await requestEvents({ client, path, gzip: false }, Buffer.alloc(0), signal);
  if (!isReceived(answer) && answer.status !== WANTS_EVENT) throw statusError(answer, client.peer);
}

export function isReceived({ status }: HttpAnswer): boolean {
  return RECEIVED.has(status);
}

/** Posts newline-separated events, and says what was answered. */
export async function requestEvents(target: IngestionTarget, body: Buffer, signal: AbortSignal): Promise<HttpAnswer> {
  const { client, path } = target;
  const tally: RequestTally = { requests: 0 };
  const request: HttpRequest = {
    method: 'POST',
    path,
    shownPath: '/stream',
    headers: { 'content-type': 'text/plain; charset=utf-8', ...(target.gzip && { 'content-encoding': 'gzip' }) },
    body: target.gzip ? await compress(body) : body,
  };
  return client.send(request, tally, signal);
}
