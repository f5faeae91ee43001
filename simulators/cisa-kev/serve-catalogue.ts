import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { acceptsGzip } from '../ctci/answer/list-answer';
import { answerText, type Answered } from '../http/answer';
import { retryAfterHeader } from '../http/retry-after';
import type { KevCatalogue } from './kev-catalogue';
import type { KevFault } from './kev-fault';

/**
 * What the service's default endpoint is:
 * https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json
 */
export const CATALOGUE_PATH = '/sites/default/files/feeds/known_exploited_vulnerabilities.json';

const BLOCKED =
  '<!DOCTYPE html>\n<html><head><title>Access Denied</title></head><body><h1>Access ' +
  "Denied</h1><p>You don't have permission to access this resource on this " +
  'server.</p></body></html>\n';

export type Outcome = 'downloaded' | 'not-modified' | 'spoiled' | 'gone';

/** Answers a request for the catalogue, and tells what became of it once the answer has left. */
export async function serveCatalogue(
  catalogue: KevCatalogue,
  fault: KevFault | null,
  request: IncomingMessage,
  response: ServerResponse,
  now: number,
): Promise<Outcome> {
  if (fault !== null && spoil(fault, catalogue, response, now) !== null) return 'spoiled';
  const json = JSON.stringify(twisted(catalogue, fault));
  const validators = fault?.fault === 'no-validators' ? {} : validatorsOf(json, catalogue);
  if (fault?.fault !== 'ignores-conditions' && isKnown(request, validators)) {
    response.writeHead(304, validators).end();
    return 'not-modified';
  }
  const gzip = acceptsGzip(request);
  const body = gzip ? gzipSync(json) : Buffer.from(json);
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': body.length,
    ...(gzip && { 'content-encoding': 'gzip' }),
    vary: 'accept-encoding',
    ...validators,
  });
  if (request.method === 'HEAD') response.end();
  else response.end(body);
  await once(response, 'close');
  return response.writableFinished ? 'downloaded' : 'gone';
}

/** Null for a fault that leaves an answer of the usual form. */
function spoil(fault: KevFault, catalogue: KevCatalogue, response: ServerResponse, now: number): Answered | null {
  const json = JSON.stringify(catalogue);
  switch (fault.fault) {
    case 'status':
      return answerText(
        response,
        fault.status,
        'text/plain',
        'asked for by a test',
        retryAfterHeader(fault.retryAfter, now),
      );
    case 'html':
      return answerText(response, fault.status, 'text/html', BLOCKED);
    case 'truncated-json':
      return answerText(response, 200, 'application/json', json.slice(0, json.length / 2));
    case 'cut':
      return cut(response, json);
    case 'no-answer':
      return response;
    case 'redirect':
      return answerText(response, fault.status, 'text/plain', 'moved', { location: fault.to });
    case 'unasked-304':
      return response.writeHead(304).end();
    default:
      return null;
  }
}

function cut(response: ServerResponse, json: string): Answered {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) });
  response.write(json.slice(0, json.length / 2), () => response.socket?.destroy());
  return response;
}

function twisted(catalogue: KevCatalogue, fault: KevFault | null): object {
  if (fault?.fault === 'wrong-count') return { ...catalogue, count: catalogue.count + fault.by };
  if (fault?.fault === 'short') {
    const vulnerabilities = catalogue.vulnerabilities.slice(0, fault.vulnerabilities);
    return { ...catalogue, count: vulnerabilities.length, vulnerabilities };
  }
  const { count: _count, ...uncounted } = catalogue;
  return fault?.fault === 'no-count' ? uncounted : catalogue;
}

function validatorsOf(json: string, { dateReleased }: KevCatalogue): Record<string, string> {
  const etag = `"${createHash('sha256').update(json).digest('hex').slice(0, 16)}"`;
  return { etag, 'last-modified': new Date(dateReleased).toUTCString() };
}

/** `If-None-Match` goes before `If-Modified-Since` (RFC 9110, 13.1.3). Tags are compared weakly. */
function isKnown({ headers }: IncomingMessage, validators: Record<string, string>): boolean {
  const { etag, 'last-modified': modified } = validators;
  const tags = headers['if-none-match'];
  if (tags !== undefined)
    return etag !== undefined && tags.split(/\s*,\s*/).some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag);
  const since = headers['if-modified-since'];
  return since !== undefined && modified !== undefined && Date.parse(since) >= Date.parse(modified);
}
