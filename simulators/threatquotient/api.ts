import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson, answerText, type Answered } from '../http/answer';
import type { FaultQueue } from '../http/fault-queue';
import { writeTime } from './events/server-time';
import type { Authority } from './login/authority';
import { answerClientIdPage } from './login/client-id-page';
import { readTokenRequest } from './login/token-request';
import { serveQuery, type QueryParts } from './query/serve-query';
import { spoilAnswer } from './spoil-answer';
import { answerRefusal, Refusal } from './threatquotient-error';
import {
  concerns,
  isSpoiling,
  isTwist,
  type PageTwist,
  type RequestKind,
  type SpoiledAnswer,
  type ThreatquotientFault,
} from './threatquotient-fault';

export interface ApiParts extends QueryParts {
  readonly authority: Authority;
  readonly clientId: string;
  readonly faults: FaultQueue<ThreatquotientFault>;
  /** Epoch milliseconds of the machine's clock. */
  readonly now: () => number;
}

const KINDS: Readonly<Record<string, RequestKind>> = {
  '/assets/js/config.js': 'config',
  '/api/token': 'token',
  '/api/events/query': 'query',
  '/api/event/types': 'types',
};

/** ThreatQ's own endpoints, as far as a collector of events needs them. */
export async function serveApi(
  parts: ApiParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<Answered> {
  const { profile, counting, faults } = parts;
  counting.request(url.pathname);
  response.sendDate = false;
  response.setHeader('date', new Date(parts.serverNow() * 1000).toUTCString());
  if (profile().redirectsToHttps)
    return answerText(response, 301, 'text/plain', 'moved', {
      location: `https://${request.headers.host ?? ''}${url.pathname}${url.search}`,
    });
  const kind = kindOf(url.pathname, profile().pathPrefix);
  if (kind === null) return answerRefusal(response, { status: 404, message: 'Not Found' }, profile().errorBody);
  const later = isLaterPage(url.searchParams);
  const fault = faults.take((one): one is SpoiledAnswer => isSpoiling(one) && concerns(one, kind, later));
  if (fault !== null) return spoilAnswer(response, fault, profile().errorBody, parts.now());
  try {
    return await serve(parts, request, response, url, kind);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return answerRefusal(response, error, profile().errorBody);
  }
}

async function serve(
  parts: ApiParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  kind: RequestKind,
): Promise<Answered> {
  const { authority, profile, faults } = parts;
  switch (kind) {
    case 'config':
      allow(request, 'GET');
      return answerClientIdPage(response, parts.clientId, profile().clientIdPage);
    case 'token':
      allow(request, 'POST');
      return answerJson(
        response,
        200,
        authority.logIn(await readTokenRequest(request, url.searchParams, profile().tokenRequest)),
      );
    case 'types':
      allow(request, 'GET');
      authority.admit(request);
      return answerJson(response, 200, profile().rights ? typesOf(parts) : {});
    case 'query': {
      authority.admit(request);
      if (!profile().rights) return answerJson(response, 200, {});
      const later = isLaterPage(url.searchParams);
      const twists = faults.takeAll((one): one is PageTwist => isTwist(one) && concerns(one, kind, later));
      return serveQuery(parts, request, response, url.searchParams, twists);
    }
  }
}

function kindOf(path: string, prefix: string): RequestKind | null {
  return path.startsWith(prefix) ? (KINDS[path.slice(prefix.length)] ?? null) : null;
}

function isLaterPage(query: URLSearchParams): boolean {
  return !['0', null].includes(query.get('offset')) || !['*', null].includes(query.get('cursorMark'));
}

function allow(request: IncomingMessage, method: string): void {
  if (request.method !== method) throw new Refusal(405, `The method ${request.method ?? ''} is not known here`);
}

function typesOf({ types, profile }: ApiParts): unknown {
  const created = writeTime(1_577_836_800, profile().zoneMinutes); // 2020-01-01: when the server was installed
  const data = types.all().map(({ id, name, custom }) => ({
    id,
    name,
    user_editable: custom ? 'Y' : 'N',
    created_at: created,
    updated_at: created,
  }));
  return { total: data.length, data };
}
