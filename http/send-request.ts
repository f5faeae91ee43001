import * as http from 'node:http';
import * as https from 'node:https';
import { Readable } from 'node:stream';
import axios, { type AxiosRequestConfig, isAxiosError } from 'axios';
import { CollectorError } from '../errors/collector-error';
import { chooseProxy, type ProxySetting } from './proxy/choose-proxy';
import { type BodySink, BodyTooLarge, createBodySink } from './answer/body-sink';
import { NO_MARK } from './answer/body-mark';
import type { Connections } from './connections';
import { type Deadline, startDeadline, type TimeLimits } from './deadline';
import { type HttpAnswer, type HttpRequest, isSuccess, type StreamedBody } from './http-message';
import { type ConnectionAge, onceConnected } from './once-connected';
import type { Peer } from './peer';
import { basicAuthorization, type Proxy, proxyInWords, UnusableProxy } from './proxy/proxy';
import { type ReadBody, readBody } from './answer/read-body';
import { requestFailure, type RequestPhase, requestTimeout, unusableProxy } from './failure/request-failure';
import { thrownReason } from './failure/thrown-reason';
import { ProxyRefusal, type TunnelOptions } from './proxy/tunnel';

export interface Wire {
  readonly connections: Connections;
  readonly limits: TimeLimits;
  readonly bodyLimitBytes: number;
  readonly proxy: ProxySetting | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly peer: Peer;
}

/** Gateways are known to refuse requests that do not say who asks. */
const USER_AGENT = 'ctci-collector';

/** The body of an error is not recognised again. */
const NOT_READ: ReadBody = { mark: NO_MARK, isKnown: false };

/** Of the body of an error nobody reads more. */
const ERROR_BODY_BYTES = 64 * 1024;

const STALE_CODES: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE']);

/** A request on its way, and how far it has come. */
interface Attempt {
  readonly wire: Wire;
  readonly request: HttpRequest;
  readonly url: URL;
  readonly proxy: Proxy | null;
  readonly deadline: Deadline;
  phase: RequestPhase;
}

interface Exchange {
  readonly outgoing: http.ClientRequest;
  readonly answer: http.IncomingMessage;
}

/** The request in words, without its query, and the proxy that it goes through. */
function requestInWords({ method, shownPath }: HttpRequest, url: URL, proxy: Proxy | null): string {
  const way = proxy === null ? '' : ` through ${proxyInWords(proxy)}`;
  return `${method} ${url.origin}${shownPath ?? url.pathname}${way}`;
}

/**
 * Sends one request and reads its answer, whatever its status. Throws HttpFailure for what is no answer. Whatever
 * happens, a connection on which something of this exchange is still to come is closed.
 */
export async function sendRequest(
  wire: Wire,
  request: HttpRequest,
  url: URL,
  caller: AbortSignal,
): Promise<HttpAnswer> {
  const proxy = proxyOf(wire, request, url);
  const words = requestInWords(request, url, proxy);
  const deadline = startDeadline(request.limits ?? wire.limits, caller);
  const attempt: Attempt = { wire, request, url, proxy, deadline, phase: 'not connected' };
  let exchange: Exchange | null = null;
  try {
    exchange = await exchanged(attempt);
    const { answer } = exchange;
    const head = headOf(answer);
    attempt.phase = head.isFramed ? 'in the body' : 'in a body without announced end';
    const body = await bodyOf(attempt, answer);
    return { ...head, request: words, ...(proxy !== null && { proxiedBy: proxy.namedBy }), ...body };
  } catch (thrown) {
    caller.throwIfAborted();
    if (thrown instanceof CollectorError) throw thrown; // whoever takes the body has said what is wrong with it
    const error = failureOfProxy(thrown, attempt) ?? thrown;
    // a refusal names the proxy itself
    const named = error instanceof ProxyRefusal ? requestInWords(request, url, null) : words;
    const failed = { request: named, phase: attempt.phase, peer: wire.peer };
    const limit = deadline.passed();
    throw limit === null ? requestFailure(error, failed) : requestTimeout(limit, failed);
  } finally {
    deadline.end();
    if (exchange !== null && !isOver(exchange)) exchange.outgoing.destroy();
  }
}

/** Of a connection that did not come about. */
const CONNECTION_CODES = /^(?:ECONN|ENOTFOUND|EAI_|EHOST|ENET|EADDR)/;

/** Without TLS the proxy itself is what is connected to; the peer has no part in it. Null for any other failure. */
function failureOfProxy(error: unknown, { proxy, url, phase }: Attempt): ProxyRefusal | null {
  if (proxy === null || url.protocol !== 'http:' || phase !== 'not connected') return null;
  const { code, message } = thrownReason(error);
  return CONNECTION_CODES.test(code) ? new ProxyRefusal(proxy, `cannot be used: ${message || code}`, true, code) : null;
}

function proxyOf({ proxy, environment, peer }: Wire, request: HttpRequest, url: URL): Proxy | null {
  try {
    return chooseProxy(url, proxy, environment);
  } catch (error) {
    if (error instanceof UnusableProxy)
      throw unusableProxy(error, { request: requestInWords(request, url, null), phase: 'not connected', peer });
    throw error;
  }
}

function isOver({ outgoing, answer }: Exchange): boolean {
  return outgoing.writableFinished && answer.complete && answer.readableEnded;
}

/**
 * A kept connection may have been closed by the server just when it was used again; then nothing has been answered,
 * and the request is sent once more on a connection that was never used (RFC 9112, 9.3.1).
 */
async function exchanged(attempt: Attempt): Promise<Exchange> {
  const isOnce = attempt.request.isOnce ?? false;
  const seen = new Set<ConnectionAge>();
  try {
    return await exchangedOn(attempt, isOnce, seen);
  } catch (error) {
    const isStale = seen.has('kept') && STALE_CODES.has(thrownReason(error).code) && !attempt.deadline.signal.aborted;
    if (!isStale || isOnce) throw error;
    return exchangedOn(attempt, true, seen);
  }
}

/** What axios is told: to send, and to leave all else to this folder (decision 050). */
const PLAIN: AxiosRequestConfig = {
  adapter: 'http',
  proxy: false,
  maxRedirects: 0,
  decompress: false,
  responseType: 'stream',
  validateStatus: null,
};

async function exchangedOn(attempt: Attempt, isFresh: boolean, seen: Set<ConnectionAge>): Promise<Exchange> {
  const { deadline, request, url } = attempt;
  const body = bodyStream(request.body, () => deadline.moved());
  let opened: http.ClientRequest | undefined;
  const transport = transportOf(attempt, isFresh, (outgoing) => {
    opened = outgoing;
    outgoing.once('close', () => body?.destroy());
    onceConnected(outgoing, (age) => {
      seen.add(age);
      attempt.phase = 'before the answer';
      deadline.connected();
    });
  });
  try {
    const headers = headersOf(request, url);
    const config = { ...PLAIN, method: request.method, url: url.href, headers, data: body, transport };
    const { data } = await axios.request<http.IncomingMessage>(config);
    data.on('error', () => undefined); // whoever reads it hears of it as well; after that nobody may be listening
    deadline.connected();
    if (opened === undefined) throw new Error('an answer came to no request');
    return { outgoing: opened, answer: data };
  } catch (error) {
    // An axios error carries the request, key included; what happened is its cause.
    throw isAxiosError(error) && error.cause !== undefined ? error.cause : error;
  }
}

interface AskedByAxios extends Omit<http.RequestOptions, 'headers'> {
  readonly headers?: http.OutgoingHttpHeaders;
}

/** Opens the request that axios asks for, on the connection that is meant for it. */
function transportOf(attempt: Attempt, isFresh: boolean, onOpened: (outgoing: http.ClientRequest) => void) {
  const { wire, url, proxy, deadline } = attempt;
  return {
    request(options: AskedByAxios, onAnswer: (answer: http.IncomingMessage) => void): http.ClientRequest {
      const whole: http.RequestOptions & TunnelOptions = {
        ...options,
        agent: wire.connections.agent(url, proxy, isFresh),
        signal: deadline.signal,
        tunnelSignal: deadline.signal,
        ...(url.protocol === 'http:' && proxy !== null && askedOfProxy(proxy, url, options.headers)),
      };
      const speaker = (whole.protocol ?? url.protocol) === 'https:' ? https : http;
      let isAnswered = false;
      const outgoing = speaker.request(whole, (answer) => {
        isAnswered = true;
        onAnswer(answer);
      });
      outgoing.once('close', () => {
        if (!isAnswered) outgoing.emit('error', new Error('the connection was closed without an answer'));
      });
      onOpened(outgoing);
      return outgoing;
    },
  };
}

/** Plain http is asked of the proxy by its whole address. */
function askedOfProxy(proxy: Proxy, url: URL, headers: AskedByAxios['headers']): http.RequestOptions {
  return {
    protocol: `${proxy.protocol}:`,
    hostname: proxy.host,
    host: proxy.host,
    port: proxy.port,
    path: `${url.origin}${url.pathname}${url.search}`,
    headers: { ...headers, ...basicAuthorization(proxy) },
  };
}

/** Throws Node's ERR_INVALID_CHAR for what cannot be sent; axios would leave such characters out and send the rest. */
function headersOf({ headers, body }: HttpRequest, url: URL): Record<string, string | number | false> {
  for (const [name, value] of Object.entries(headers ?? {})) http.validateHeaderValue(name, value);
  const own = {
    host: url.host,
    'user-agent': USER_AGENT,
    accept: 'application/json',
    'accept-encoding': 'gzip',
    ...headers,
    ...(typeof body === 'string' || Buffer.isBuffer(body)
      ? { 'content-length': Buffer.byteLength(body) }
      : body?.headers),
  };
  const hasType = Object.keys(own).some((name) => name.toLowerCase() === 'content-type');
  return hasType ? own : { ...own, 'content-type': false }; // else axios would name one of its own
}

function bodyStream(body: HttpRequest['body'], onTaken: () => void): Readable | undefined {
  return body === undefined ? undefined : Readable.from(watched(piecesOf(body), onTaken), { objectMode: false });
}

/** A body that is at hand goes in pieces as well, so that it can be seen moving. */
const PIECE_BYTES = 64 * 1024;

async function* piecesOf(body: string | Buffer | StreamedBody): AsyncGenerator<Buffer> {
  if (typeof body === 'object' && !Buffer.isBuffer(body)) {
    yield* body.chunks();
    return;
  }
  const bytes = Buffer.from(body);
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) yield bytes.subarray(from, from + PIECE_BYTES);
}

/** A piece is asked for when the connection has room for more: proof that the peer still reads. */
async function* watched(pieces: AsyncIterable<Buffer>, onTaken: () => void): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    onTaken();
    yield piece;
  }
}

async function bodyOf(
  { wire, request, deadline }: Attempt,
  answer: http.IncomingMessage,
): Promise<Pick<HttpAnswer, 'body' | 'read'>> {
  const encoding = answer.headers['content-encoding'] ?? '';
  const limitBytes = wire.bodyLimitBytes;
  if (isSuccess(answer.statusCode ?? 0)) {
    if (Number(answer.headers['content-length']) > limitBytes) throw new BodyTooLarge(limitBytes);
    const sink = request.sink ?? createBodySink(limitBytes);
    const read = await readBody(answer, encoding, limitBytes, sink, deadline.signal, request.known);
    return { body: sink.bytes(), read };
  }
  return { body: await beginningOf(answer, encoding, deadline.signal), read: NOT_READ };
}

/** The status says enough: an error whose body is long, cut or cannot be unpacked is still that error. */
async function beginningOf(answer: http.IncomingMessage, encoding: string, signal: AbortSignal): Promise<Buffer> {
  const beginning: BodySink = createBodySink(ERROR_BODY_BYTES);
  await readBody(answer, encoding, ERROR_BODY_BYTES, beginning, signal).catch(() => undefined);
  return beginning.bytes();
}

function headOf({ statusCode, headers }: http.IncomingMessage): Omit<HttpAnswer, 'request' | 'body' | 'read'> {
  return {
    status: statusCode ?? 0,
    contentType: headers['content-type'] ?? '',
    retryAfter: headers['retry-after'],
    location: headers.location,
    isFramed: headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined,
    header(name) {
      const value = headers[name];
      return typeof value === 'string' ? value : value?.join(', ');
    },
  };
}
