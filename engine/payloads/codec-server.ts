import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { PayloadCodec } from '@temporalio/common';
import { isToken, refuseStranger, signInCookie } from './codec-access';
import { readPayloads, writePayloads } from './codec-payloads';
import { signInPage } from './sign-in-page';
import { choosePort, LOOPBACK, type PortChoice } from '../server/free-port';

/** A page of history holds at most some payloads of 2 MiB each, as base64. */
const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

/** Starts beside each other may choose the same free port; the one that comes second chooses again. */
const PORT_CHOICES = 5;

export interface CodecServerOptions {
  readonly codec: PayloadCodec;
  /** Default: any free port. */
  readonly port?: PortChoice;
  /** Origins of the Web UI, asked at each request: the UI starts after the server that it is told of. */
  readonly origins: () => readonly string[];
  readonly bodyLimitBytes?: number;
  /** Asked of whoever wants something decoded; without it, any program of this machine may ask. */
  readonly token?: string | undefined;
  /** Address to listen on: loopback when not given. In a container it is the port's publication that is on loopback. */
  readonly host?: string | undefined;
}

export interface CodecServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Lets the Web UI read payloads that the worker has packed: `POST /encode` and `POST /decode` of `{ payloads }`.
 * Listens on loopback, and a browser may use it from the UI's own pages only. Programs without a page, such as the
 * `temporal` command line with `--codec-endpoint`, send no origin and may use it too; where payloads are encrypted,
 * everybody has to bring its token (`--codec-auth "Bearer TOKEN"`), or the address that holds it.
 */
export async function startCodecServer(options: CodecServerOptions): Promise<CodecServer> {
  const server = createServer((request, response) => {
    answer(request, options).then(
      (reply) => send(response, reply),
      () => response.destroy(),
    ); // the asker has gone
  });
  const port = await listen(server, options.host ?? LOOPBACK, options.port ?? { port: 0 }, PORT_CHOICES);
  return {
    url: `http://${LOOPBACK}:${port}${pathOf(options.token)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listen(server: Server, host: string, choice: PortChoice, choicesLeft: number): Promise<number> {
  const port = await choosePort(choice);
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return port;
  } catch (error) {
    if (choicesLeft <= 1) throw error;
    return listen(server, host, choice, choicesLeft - 1);
  }
}

/** The Web UI of a dev server can be told an address and nothing else, so its token is a part of that. */
function pathOf(token: string | undefined): string {
  return token === undefined ? '' : `/${token}`;
}

interface Reply {
  readonly status: number;
  readonly body?: string | object;
  /** Of a body that is no JSON. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function answer(request: IncomingMessage, options: CodecServerOptions): Promise<Reply> {
  const { origin } = request.headers;
  const token = options.token ?? null;
  if (token !== null) {
    const page = await signIn(request, token);
    if (page !== null) return page;
  }
  const stranger = refuseStranger(request, { origins: options.origins(), token });
  if (stranger !== null) {
    // Without the headers of CORS, a page of the UI would not be told why.
    const known = origin !== undefined && options.origins().includes(origin);
    const { status, error } = stranger;
    return { status, body: { message: error.message, error }, headers: known ? permissions(origin) : {} };
  }
  const headers = origin === undefined ? {} : permissions(origin);
  if (request.method === 'OPTIONS') return { status: 204, headers };
  const code = chooseCoding(request.url ?? '', options.codec);
  if (code === null) return { status: 404, body: { message: 'POST /encode or /decode' }, headers };
  if (request.method !== 'POST') return { status: 405, body: { message: 'POST only' }, headers };
  if (!(request.headers['content-type'] ?? '').startsWith('application/json'))
    return { status: 415, body: { message: 'application/json only' }, headers };
  const text = await readBody(request, options.bodyLimitBytes ?? BODY_LIMIT_BYTES);
  if (text === null) return { status: 413, body: { message: 'the body is too large' }, headers };
  const payloads = readPayloads(text);
  if (payloads === null) return { status: 400, body: { message: 'not a list of payloads' }, headers };
  try {
    return { status: 200, body: writePayloads(await code(payloads)), headers };
  } catch {
    return { status: 400, body: { message: 'these payloads cannot be coded' }, headers };
  }
}

const SIGN_IN_LIMIT_BYTES = 4_096;

/** The page where a browser gets its cookie; null when something else is asked for. */
async function signIn(request: IncomingMessage, token: string): Promise<Reply | null> {
  const path = (request.url ?? '').split('?', 1)[0];
  const isForm = request.method === 'POST' && path === '/sign-in';
  if (!isForm && !(request.method === 'GET' && path === '/')) return null;
  const stranger = refuseStranger(request, { origins: [], token: null });
  if (stranger !== null) return { status: stranger.status, body: { message: stranger.error.message } };
  if (!isForm) return page(200, 'The Web UI shows payloads in clear to whoever has signed in here.');
  const form = new URLSearchParams((await readBody(request, SIGN_IN_LIMIT_BYTES)) ?? '');
  if (!isToken(form.get('token') ?? '', token)) return page(401, 'That is not the token of this endpoint.');
  const done = page(200, 'Signed in. Go back to the Web UI and load its page again.');
  return { ...done, headers: { ...done.headers, 'set-cookie': signInCookie(token) } };
}

function page(status: number, words: string): Reply {
  const headers = { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'" };
  return { status, body: signInPage(words), type: 'text/html; charset=utf-8', headers };
}

type Coding = (payloads: Parameters<PayloadCodec['decode']>[0]) => ReturnType<PayloadCodec['decode']>;

function chooseCoding(url: string, codec: PayloadCodec): Coding | null {
  const path = url.split('?', 1)[0] ?? '';
  if (path.endsWith('/encode')) return (payloads) => codec.encode(payloads);
  if (path.endsWith('/decode')) return (payloads) => codec.decode(payloads);
  return null;
}

function permissions(origin: string): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-headers': 'content-type, x-namespace, authorization, authorization-extras, caller-type',
    'access-control-allow-credentials': 'true', // the UI can be told to send them
    'access-control-allow-private-network': 'true',
    'access-control-max-age': '600',
    vary: 'origin',
  };
}

/** The body as text, or null when it is larger than allowed; the rest of it is then not kept. */
async function readBody(request: IncomingMessage, limit: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  return size > limit ? null : Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, reply: Reply): void {
  const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? {});
  response.writeHead(reply.status, {
    'content-type': reply.type ?? 'application/json',
    'cache-control': 'no-store',
    ...reply.headers,
  });
  response.end(reply.status === 204 ? undefined : text);
}
