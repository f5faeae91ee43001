import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Answered } from '../../http/answer';
import { BodyNotJson, readJson } from '../../http/read-body';
import type { Counting } from '../counters';
import type { EventFlow } from '../events/event-flow';
import type { EventStore } from '../events/event-store';
import type { EventTypes } from '../events/event-types';
import { writeEvent, type EventShape } from '../events/write-event';
import type { Profile } from '../profile';
import { Refusal } from '../threatquotient-error';
import type { PageTwist } from '../threatquotient-fault';
import { readQuery, type EventsQuery } from './read-query';
import { runQuery, type Page } from './run-query';

export interface QueryParts {
  readonly store: EventStore;
  readonly types: EventTypes;
  readonly flow: EventFlow;
  readonly counting: Counting;
  readonly profile: () => Profile;
  /** Epoch seconds of the server's clock. */
  readonly serverNow: () => number;
}

/** `/api/events/query`: one page of the events that pass the filter, in the order that was asked for. */
export async function serveQuery(
  parts: QueryParts,
  request: IncomingMessage,
  response: ServerResponse,
  parameters: URLSearchParams,
  twists: readonly PageTwist[],
): Promise<Answered> {
  const profile = parts.profile();
  const methods = profile.queryMethod === 'post' ? ['POST'] : ['GET', 'POST'];
  if (!methods.includes(request.method ?? ''))
    throw new Refusal(405, `The method ${request.method ?? ''} is not known here`);
  const query = twistQuery(readQuery(parameters, await bodyOf(request), profile, parts.serverNow()), twists);
  for (const twist of twists) if (twist.fault === 'slow') await sleep(twist.ms, undefined, { ref: false });
  const page = twistPage(runQuery(parts.store.visible(parts.serverNow()), query), twists);
  const shape = shapeOf(query, profile);
  const rows = page.rows.map((event) => writeEvent(event, shape, parts.types));
  parts.counting.page(rows.length);
  const contentType = twists.find((twist) => twist.fault === 'content-type')?.value ?? 'application/json';
  sendPage(request, response, pageText(page, rows, profile), contentType, profile.gzip);
  afterwards(parts, page, twists);
  return response;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  if ((request.headers['content-type'] ?? '').split(';')[0]?.trim() !== 'application/json')
    throw new Refusal(400, 'The content type must be application/json');
  try {
    return await readJson(request);
  } catch (error) {
    if (error instanceof BodyNotJson) throw new Refusal(400, error.message);
    throw error;
  }
}

function twistQuery(query: EventsQuery, twists: readonly PageTwist[]): EventsQuery {
  const has = (fault: PageTwist['fault']): boolean => twists.some((twist) => twist.fault === fault);
  return {
    ...query,
    ...(has('ignore-window') ? { tests: [] } : {}),
    limit: givenAtMost(has('ignore-limit') ? Number.MAX_SAFE_INTEGER : query.limit, twists),
    ...(has('ignore-offset') ? { from: 'offset' in query.from ? { offset: 0 } : { mark: '*' } } : {}),
    ...(has('ignore-sort') ? { sort: [{ name: 'title', descending: true }] as const } : {}),
    ...(has('ignore-fields') ? { fields: null } : {}),
  };
}

/** Rows of a short page; its mark goes on behind the last of them. */
function givenAtMost(limit: number, twists: readonly PageTwist[]): number {
  return Math.min(limit, ...twists.flatMap((twist) => (twist.fault === 'short-page' ? [twist.rows] : [])));
}

function twistPage(page: Page, twists: readonly PageTwist[]): Page {
  let twisted = page;
  for (const twist of twists) {
    if (twist.fault === 'empty-page') twisted = { ...twisted, rows: [], total: twisted.total + 1 };
    if (twist.fault === 'wrong-total') twisted = { ...twisted, total: twist.total };
  }
  return twisted;
}

function shapeOf(query: EventsQuery, profile: Profile): EventShape {
  return {
    fields: query.fields,
    bare: profile.fields !== 'old',
    knowsStar: profile.fields !== 'no-star',
    type: profile.type,
    fieldSet: profile.fieldSet,
    zoneMinutes: profile.zoneMinutes,
  };
}

/** The rows are text already: they are put into the answer as they are. */
function pageText(page: Page, rows: readonly string[], { emptyPage, total }: Profile): string {
  if (rows.length === 0 && emptyPage === 'bare') return '{}';
  const members = [
    ...(total === 'absent' ? [] : [`"total":${total === 'text' ? `"${String(page.total)}"` : String(page.total)}`]),
    `"limit":${String(page.limit)}`,
    page.offset === null ? `"nextCursorMark":${JSON.stringify(page.nextMark)}` : `"offset":${String(page.offset)}`,
  ];
  if (rows.length > 0 || emptyPage === 'array') members.push(`"data":[${rows.join(',')}]`);
  else if (emptyPage !== 'missing') members.push(`"data":${emptyPage === 'null' ? 'null' : '{}'}`);
  return `{${members.join(',')}}`;
}

function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  text: string,
  contentType: string,
  gzip: boolean,
): void {
  const packs = gzip && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const body = packs ? gzipSync(text) : Buffer.from(text);
  response
    .writeHead(200, {
      'content-type': contentType,
      'content-length': body.length,
      ...(packs ? { 'content-encoding': 'gzip' } : {}),
    })
    .end(body);
}

/** What happens on the server between this page and the next one. */
function afterwards({ store, flow, serverNow }: QueryParts, page: Page, twists: readonly PageTwist[]): void {
  const ids = page.rows.map(({ id }) => id);
  for (const twist of twists) {
    if (twist.fault === 'then-update') flow.update(ids.slice(0, twist.count), 'updated');
    if (twist.fault === 'then-vanish') for (const id of ids.slice(0, twist.count)) store.vanish(id);
    if (twist.fault === 'then-create')
      flow.create({ count: twist.count, at: Math.floor(serverNow()) - twist.secondsAgo });
  }
}
