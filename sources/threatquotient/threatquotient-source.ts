import { CollectorError } from '../../errors/collector-error';
import { createHttpClient, type HttpClient } from '../../http/http-client';
import { type HttpAnswer, type HttpRequest, isSuccess, type RequestTally } from '../../http/http-message';
import type { EventElement } from './event-element';
import { LastPage } from './last-page';
import { PageMemory } from './page-memory';
import { type PageRequest, queryRequest } from './query-request';
import { queryStatusError } from './query-status-error';
import { type EventsPage, readAnswer } from './read-answer';
import { createServerClock } from './server-clock';
import { createSession, type Token } from './login/session';
import { THREATQUOTIENT_ERRORS } from './threatquotient-errors';
import {
  BODY_LIMIT_BYTES,
  CONNECT_TIMEOUT_MS,
  type Log,
  type ThreatquotientOptions,
  TOTAL_TIMEOUT_MS,
} from './threatquotient-options';
import { createTypeNames } from './type-names';
import { steadyNow } from '../../http/steady-clock';

/** ThreatQ as a source of events. */
export interface ThreatquotientSource {
  /** Makes sure that there is a usable token. Makes no request when none is needed. */
  authenticate(tally: RequestTally, signal: AbortSignal): Promise<Token>;
  /**
   * One page of events. Everything that is not one is a CollectorError.
   *
   * @param arrived called when the whole answer is here, before it is read
   * @throws CursorRefused where the server does not page by marks
   */
  fetchPage(request: PageRequest, tally: RequestTally, signal: AbortSignal, arrived?: () => void): Promise<EventsPage>;
  /** How pages are asked for now: `offset` also when the server has refused marks. */
  paging(): 'offset' | 'cursor';
  /** Epoch seconds by the server's clock. */
  serverNow(): number;
  /** No request follows for so long, milliseconds. */
  rest(ms: number): void;
  close(): void;
}

/** The server does not page by marks; from now on offsets are used, and the walk begins anew. */
export class CursorRefused extends Error {}

/** The answer to a query, whose body stands in memory that is used again. */
interface QueryAnswer extends HttpAnswer {
  readonly release: () => void;
}

/** Statuses of an overloaded server, or of a proxy whose server is away. */
const PASSING: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

const TYPES_REQUEST: HttpRequest = { method: 'GET', path: '/api/event/types' };

export function createThreatquotientSource(options: ThreatquotientOptions): ThreatquotientSource {
  const now = options.now ?? Date.now;
  const log: Log = options.log ?? (() => undefined);
  const { bodyLimitBytes = BODY_LIMIT_BYTES } = options;
  const memory = new PageMemory(bodyLimitBytes);
  const lastPage = new LastPage();
  const session = createSession(options, () => client, log, now);
  const client: HttpClient = createHttpClient({
    ...options,
    baseUrl: options.apiBaseUrl,
    limits: {
      connectMs: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
      totalMs: options.totalTimeoutMs ?? TOTAL_TIMEOUT_MS,
    },
    bodyLimitBytes,
    errors: THREATQUOTIENT_ERRORS,
    settings: {
      address: options.settings.address,
      credentials: options.settings.password,
      caFile: options.settings.caFile,
      proxy: options.settings.proxy,
    },
    secrets: () => session.secrets(),
  });
  const clock = createServerClock(log, now, options.now ?? steadyNow);
  let withFields = true;
  /** Whether events came with id or time when columns were named: then what comes without is odd by itself. */
  let hasNamed = false;
  let { paging } = options;

  /** A request with a token, and once more with a fresh one when that is refused. */
  async function send(
    make: (token: string) => HttpRequest,
    tally: RequestTally,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    const token = await session.token(tally, signal);
    const answer = await client.send(make(token.value), tally, signal);
    clock.watch(answer);
    if (answer.status !== 401) return answer;
    session.refused(token);
    const fresh = await session.token(tally, signal);
    const second = await client.send(make(fresh.value), tally, signal);
    if (second.status === 401) session.refused(fresh);
    return second;
  }

  async function ask(
    request: PageRequest,
    fields: boolean,
    tally: RequestTally,
    signal: AbortSignal,
  ): Promise<QueryAnswer> {
    const body = memory.body();
    const answer = await send(
      (token) => ({ ...queryRequest(request, token, fields, options), sink: body }),
      tally,
      signal,
    );
    if (!isSuccess(answer.status)) body.release(); // only a success has been written to it
    return { ...answer, release: body.release };
  }

  async function askForPage(
    request: PageRequest,
    tally: RequestTally,
    signal: AbortSignal,
    arrived: () => void,
  ): Promise<EventsPage> {
    const hadFields = withFields; // another page may find meanwhile that they are refused
    const answer = await ask(request, hadFields, tally, signal);
    if (isSuccess(answer.status)) {
      arrived();
      return lastPage.of(answer, () => readAnswer(answer, client.peer, options, answer.release));
    }
    if (!hadFields || (answer.status !== 400 && answer.status !== 500)) throw queryStatusError(answer, client.peer);
    // Which column names a server takes depends on its release: without them it gives what it gives by itself.
    const bare = await ask(request, false, tally, signal);
    if (!isSuccess(bare.status)) throw queryStatusError(answer, client.peer);
    const again = await ask(request, true, tally, signal); // or was it a fault that passed?
    if (!isSuccess(again.status)) withoutFields(`it refuses them with status ${String(again.status)}`);
    const read = isSuccess(again.status) ? again : bare;
    return readAnswer(read, client.peer, options, read.release);
  }

  function withoutFields(why: string): void {
    withFields = false;
    log('warn', `ThreatQ is not asked for named columns any more: ${why}. Attributes and sources may be missing.`);
  }

  async function fetchPage(
    request: PageRequest,
    tally: RequestTally,
    signal: AbortSignal,
    arrived: () => void = () => undefined,
  ): Promise<EventsPage> {
    const hadFields = withFields;
    const page = await pageOrRefusal(request, tally, signal, arrived);
    hasNamed ||= hadFields && page.elements.some(isNamed);
    if (hasNamed || !hadFields || page.elements.length === 0) return withTypes(page, tally, signal);
    return withTypes(await pageWithNames(page, request, tally, signal), tally, signal);
  }

  /** A server that takes the star for the name of a column gives neither id nor time; it does without columns. */
  async function pageWithNames(
    page: EventsPage,
    request: PageRequest,
    tally: RequestTally,
    signal: AbortSignal,
  ): Promise<EventsPage> {
    const answer = await ask(request, false, tally, signal);
    if (!isSuccess(answer.status)) return page;
    const bare = readAnswer(answer, client.peer, options, answer.release);
    if (!bare.elements.some(isNamed)) {
      bare.release();
      return page;
    }
    page.release();
    withoutFields('with them events have neither id nor time');
    return bare;
  }

  async function pageOrRefusal(
    request: PageRequest,
    tally: RequestTally,
    signal: AbortSignal,
    arrived: () => void,
  ): Promise<EventsPage> {
    try {
      const page = await askForPage(request, tally, signal, arrived);
      if (!ignoresMarks(request, page)) return page;
      page.release();
    } catch (error) {
      const isRefused =
        error instanceof CollectorError &&
        error.id === 'threatquotient_events_status' &&
        / status 400\b/.test(error.seen);
      if (!('mark' in request.place) || !isRefused) throw error;
      throw byOffsets('ThreatQ refuses to page by marks');
    }
    throw byOffsets('ThreatQ gives no mark to page by');
  }

  function byOffsets(why: string): CursorRefused {
    paging = 'offset';
    log('warn', `${why}; offsets are used from now on`);
    return new CursorRefused(why);
  }

  async function withTypes(page: EventsPage, tally: RequestTally, signal: AbortSignal): Promise<EventsPage> {
    const unnamed = page.elements.flatMap(({ type, typeId }) => (type === null && typeId !== null ? [typeId] : []));
    if (unnamed.length === 0) return page;
    const found = await names.of(unnamed, () => askForTypes(tally, signal));
    return {
      ...page,
      elements: page.elements.map((element) =>
        element.type !== null || element.typeId === null
          ? element
          : { ...element, type: found.get(element.typeId) ?? null },
      ),
    };
  }

  async function askForTypes(tally: RequestTally, signal: AbortSignal): Promise<HttpAnswer | null> {
    const answer = await send(
      (token) => ({ ...TYPES_REQUEST, headers: { authorization: `Bearer ${token}` } }),
      tally,
      signal,
    );
    // An event in the table of another type is there for good; a page may wait.
    if (PASSING.has(answer.status)) throw queryStatusError(answer, client.peer);
    return isSuccess(answer.status) ? answer : null;
  }

  const names = createTypeNames(
    () => log('warn', 'ThreatQ does not give the names of event types; events without one go to the default tag'),
    now,
  );

  return {
    authenticate: (tally, signal) => session.token(tally, signal),
    fetchPage,
    paging: () => paging,
    serverNow: () => clock.now(),
    rest: (ms) => client.rest(ms),
    close: () => client.close(),
  };
}

function isNamed({ row }: EventElement): boolean {
  return row.id !== null || row.updatedAt !== null;
}

/** A server that does not know marks may pass over the wish for one: it gives the first page for ever, and no mark. */
function ignoresMarks({ place, limit }: PageRequest, { elements, total, nextMark }: EventsPage): boolean {
  if (!('mark' in place) || place.mark !== '*' || nextMark !== null || elements.length === 0) return false;
  return total === null ? elements.length >= limit : total > elements.length;
}
