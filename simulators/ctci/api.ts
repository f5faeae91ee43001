import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson, type Answered } from '../http/answer';
import type { FaultQueue } from '../http/fault-queue';
import { BodyNotJson, readJson } from '../http/read-body';
import type { Authority } from './authority';
import type { Counting } from './counters';
import { isSpoiling, isTwist, type CtciFault, type ListTwist, type SpoiledAnswer } from './ctci-fault';
import { isListPath, searched, type ListPath } from './answer/envelope';
import { acceptsGzip, listAnswer, listJson, sendList } from './answer/list-answer';
import type { ListBodies } from './answer/list-bodies';
import type { ListState } from './replay/list-state';
import { answerProblem, answerRefusal } from './answer/problem';
import { spoilAnswer } from './answer/spoil-answer';

export interface ApiParts {
  readonly authority: Authority;
  readonly list: ListState;
  readonly bodies: ListBodies;
  readonly faults: FaultQueue<CtciFault>;
  readonly counting: Counting;
  readonly onDownload: () => void;
  readonly now: () => number;
}

const LOGIN_PATH = '/api/v1/login';

/** CTCI's own endpoints: the two that give the list, and the login. */
export async function serveApi(
  parts: ApiParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<Answered> {
  const path = url.pathname;
  parts.counting.request(path);
  const wanted = path === LOGIN_PATH ? 'login' : 'list';
  const fault = parts.faults.take((one): one is SpoiledAnswer => isSpoiling(one) && concerns(one, wanted));
  if (fault !== null) return spoilAnswer(response, fault, { path, json: parts.bodies.json(path), now: parts.now() });
  if (path === LOGIN_PATH && request.method === 'POST') return login(parts, request, response);
  if (isListPath(path) && request.method === 'GET') return serveList(parts, request, response, path, url.searchParams);
  if (path === LOGIN_PATH || isListPath(path))
    return answerProblem(response, 405, 'Method Not Allowed', `${request.method ?? ''} is not known here`, path);
  return answerProblem(response, 404, 'Not Found', 'The requested URL was not found on the server', path);
}

async function login(parts: ApiParts, request: IncomingMessage, response: ServerResponse): Promise<Answered> {
  const outcome = await readJson(request).then(
    (body) => parts.authority.login(body),
    (error: unknown) => {
      if (error instanceof BodyNotJson) return 'malformed' as const;
      throw error;
    },
  );
  if (outcome === 'malformed')
    return answerProblem(response, 400, 'Bad Request', 'username and password are needed', LOGIN_PATH);
  if ('error' in outcome) return answerRefusal(response, 401, outcome);
  parts.counting.login();
  return answerJson(response, 200, {
    access_token: outcome.token,
    id: '23',
    firstname: 'Demo',
    lastname: 'User',
    nickname: 'demo',
    roles: 'user',
  });
}

async function serveList(
  parts: ApiParts,
  request: IncomingMessage,
  response: ServerResponse,
  path: ListPath,
  query: URLSearchParams,
): Promise<Answered> {
  const refusal = parts.authority.judge(request);
  parts.counting.key(refusal === null);
  if (refusal !== null) return answerRefusal(response, 401, refusal);
  const gzip = acceptsGzip(request);
  if (query.has('CVE') || query.has('keyword_search')) {
    await sendList(response, listAnswer(listJson(path, searched(query, parts.list.rows()), []), gzip, []));
    return response;
  }
  const twists = parts.faults.takeAll((one): one is ListTwist => isTwist(one) && concerns(one, 'list'));
  const version = parts.list.version();
  const served = parts.bodies.answer(path, gzip, twists);
  const whole = await sendList(response, served);
  if (!whole) return response;
  if (parts.list.version() === version) parts.onDownload();
  parts.counting.download();
  parts.list.downloaded(version);
  return response;
}

function concerns(fault: CtciFault, wanted: 'list' | 'login'): boolean {
  return fault.on === 'any' || fault.on === wanted;
}
