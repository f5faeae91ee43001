import axios, { type AxiosResponse } from 'axios';
import type { Readable } from 'node:stream';
import { CollectorError } from '../../config/errors/collector-error';
import type { Agents } from './agents';
import type { BodyMark } from './body-mark';
import { type BodySink, BodyTooLarge, createBodySink } from './body-sink';
import { type Deadline, startDeadline, type TimeLimits } from './deadline';
import { type HttpAnswer, type HttpRequest, isSuccess, requestInWords } from './http-message';
import { networkError, type RequestPhase } from './network-error';
import { proxyFor } from './proxy-from-environment';
import { type ReadBody, readBody } from './read-body';
import type { SecretMask } from './secret-mask';
import { thrownReason } from './thrown-reason';
import { type Connection, watchedTransport } from './watched-transport';

export interface Wire {
  readonly agents: Agents;
  readonly limits: TimeLimits;
  readonly bodyLimitBytes: number;
  readonly environment: NodeJS.ProcessEnv;
  readonly mask: SecretMask;
  /** The setting that names the peer, for errors. */
  readonly setting: string;
}

/** The body of an error is not recognised again. */
const NOT_READ: ReadBody = { mark: { encoding: '', bytes: 0, sha256: '' }, isKnown: false };

/** Of the body of an error nobody reads more. */
const ERROR_BODY_BYTES = 64 * 1024;

const STALE_CODES: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE']);

/** Sends one request and reads its answer, whatever its status. What is no answer is a CollectorError. */
export async function sendRequest(wire: Wire, request: HttpRequest, caller: AbortSignal): Promise<HttpAnswer> {
  const deadline = startDeadline(wire.limits, caller);
  const words = requestInWords(request);
  let phase: RequestPhase = 'before the answer';
  try {
    const response = await call(wire, request, deadline);
    deadline.connected();
    const head = headOf(response);
    phase = head.isFramed ? 'in the body' : 'in a body without announced end';
    const body = await bodyOf(response, request.sink ?? createBodySink(wire.bodyLimitBytes), wire.bodyLimitBytes, deadline.signal, request.known ?? null);
    return { ...head, request: words, ...body };
  } catch (error) {
    caller.throwIfAborted();
    const limit = deadline.passed();
    if (limit === null) throw networkError(error, { request: words, phase, setting: wire.setting, mask: wire.mask });
    throw new CollectorError('ctci_timeout', { setting: wire.setting, seen: `${words}: ${limit}`, retryable: true });
  } finally {
    deadline.end();
  }
}

/**
 * A kept connection may have been closed by the server just when it was used again; then nothing has been answered,
 * and the request is sent once more on another connection (RFC 9112, 9.3.1).
 */
async function call(wire: Wire, request: HttpRequest, deadline: Deadline): Promise<AxiosResponse<Readable>> {
  const seen = new Set<Connection>();
  function onConnected(connection: Connection): void {
    seen.add(connection);
    deadline.connected();
  }
  try {
    return await callAxios(wire, request, deadline, onConnected);
  } catch (error) {
    const isStale = seen.has('kept') && STALE_CODES.has(thrownReason(error).code) && !deadline.signal.aborted;
    if (!isStale) throw error;
    return callAxios(wire, request, deadline, onConnected);
  }
}

function callAxios(
  wire: Wire, request: HttpRequest, deadline: Deadline, onConnected: (connection: Connection) => void,
): Promise<AxiosResponse<Readable>> {
  return axios.request<Readable>({
    method: request.method,
    url: request.url.href,
    headers: { ...request.headers, Accept: 'application/json', 'Accept-Encoding': 'gzip' },
    data: request.body,
    responseType: 'stream',
    // Unpacked by readBody, followed by the client that knows which host the key is for, judged by whoever asked.
    decompress: false,
    maxRedirects: 0,
    validateStatus: () => true,
    proxy: proxyFor(request.url, wire.environment) ?? false,
    httpAgent: wire.agents.httpAgent,
    httpsAgent: wire.agents.httpsAgent,
    transport: watchedTransport(onConnected),
    signal: deadline.signal,
  });
}

async function bodyOf(
  response: AxiosResponse<Readable>, sink: BodySink, limitBytes: number, signal: AbortSignal, known: BodyMark | null,
): Promise<Pick<HttpAnswer, 'body' | 'read'>> {
  const encoding = header(response, 'content-encoding') ?? '';
  if (isSuccess(response.status)) {
    if (Number(header(response, 'content-length')) > limitBytes) throw new BodyTooLarge(limitBytes);
    const read = await readBody(response.data, encoding, limitBytes, sink, signal, known);
    return { body: sink.bytes(), read };
  }
  // The status says enough: an error whose body is long, cut or cannot be unpacked is still that error.
  const beginning = createBodySink(ERROR_BODY_BYTES);
  await readBody(response.data, encoding, ERROR_BODY_BYTES, beginning, signal).catch(() => response.data.destroy());
  return { body: beginning.bytes(), read: NOT_READ };
}

function headOf(response: AxiosResponse): Omit<HttpAnswer, 'request' | 'body' | 'read'> {
  return {
    status: response.status,
    contentType: header(response, 'content-type') ?? '',
    retryAfter: header(response, 'retry-after'),
    location: header(response, 'location'),
    isFramed: header(response, 'content-length') !== undefined || header(response, 'transfer-encoding') !== undefined,
  };
}

function header(response: AxiosResponse, name: string): string | undefined {
  const value: unknown = response.headers[name];
  return typeof value === 'string' ? value : undefined;
}
