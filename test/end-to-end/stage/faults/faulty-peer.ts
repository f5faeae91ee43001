import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** A server that fails in every way, each below a path of its own, and repeats what it was sent as loudly as it can. */
export interface FaultyPeer {
  /** Origin, for CTCI's `api_base_url` and as the start of Devo's `url`. */
  readonly url: string;
  close(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse, echo: string) => void;

const TOO_LARGE_BYTES = 106 * 1024 * 1024; // the source takes 100 MB
const SLOW_MS = 5_000;

function status(code: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return (_request, response, echo) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ status: code, title: echo, detail: echo, error: { message: echo }, cid: echo }));
  };
}

function redirect(request: IncomingMessage, response: ServerResponse, echo: string): void {
  const key = encodeURIComponent(keyOf(request));
  response
    .writeHead(302, { location: `http://elsewhere.invalid/${key}?token=${key}`, 'content-type': 'text/plain' })
    .end(echo);
}

function html(_request: IncomingMessage, response: ServerResponse, echo: string): void {
  response
    .writeHead(200, { 'content-type': `text/html; note=${echo.replace(/[^ -~]/g, '')}` })
    .end(`<html><title>${echo}</title>`);
}

function json(document: (echo: string) => unknown, code = 200): Answer {
  return (_request, response, echo) => {
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(document(echo)));
  };
}

function cut(_request: IncomingMessage, response: ServerResponse, echo: string): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
  response.write(`[{"cve":"${echo.slice(0, 100)}`, () => response.destroy());
}

function tooLarge(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
  response.end(gzipSync(Buffer.alloc(TOO_LARGE_BYTES, ' '), { level: 1 }));
}

/** Rows that no packing makes small. */
function tooMany(_request: IncomingMessage, response: ServerResponse): void {
  const rows = Array.from({ length: 2_000 }, (_, index) => ({
    cve: `CVE-2099-${index}`,
    external_note: randomBytes(1_500).toString('base64'),
  }));
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(rows));
}

function slow(_request: IncomingMessage, response: ServerResponse): void {
  setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end('[]'), SLOW_MS);
}

/** A Lookups API on which all goes well until the deploy, or until its job. */
function lookupsApi(deploy: Answer): Answer {
  return (request, response, echo) => {
    const path = request.url ?? '';
    if (request.method !== 'GET') {
      deploy(request, response, echo);
      return;
    }
    if (path.includes('/job/')) {
      json((said) => ({
        jobs: [
          { code: 'create.start', msg: said },
          { code: 'create.err', msg: said },
        ],
      }))(request, response, echo);
      return;
    }
    if (path.endsWith('/job')) {
      json(() => ({ jobs: [] }))(request, response, echo);
      return;
    }
    status(404)(request, response, echo);
  };
}

/** By the first part of the path. The first group plays CTCI, the second Devo. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  teapot: status(418),
  unauthorized: status(401),
  forbidden: status(403),
  missing: status(404),
  page: html,
  'other-json': json((echo) => ({ hello: echo })),
  'error-in-body': json((echo) => ({ status: 404, title: echo, detail: echo })),
  'first-page': json((echo) => ({ total: 1_500, data: [{ cve: echo }] })),
  cut: cut,
  elsewhere: redirect,
  'too-large': tooLarge,
  'too-many': tooMany,
  hurry: status(429, { 'retry-after': '1' }),
  broken: status(500),
  slow: slow,
  api: status(401), // POST /api/v1/login
  'devo-elsewhere': redirect,
  'devo-unauthorized': status(401),
  'devo-refusing': lookupsApi(status(400)),
  'devo-failing': lookupsApi(json((echo) => ({ id: 'job-1', msg: echo }), 201)),
  'devo-page': html,
  'devo-hurry': status(429),
  'devo-broken': status(503),
};

export async function startFaultyPeer(): Promise<FaultyPeer> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const name = (request.url ?? '').split('/')[1] ?? '';
      const answer = ANSWERS[name] ?? status(404);
      answer(request, response, echoOf(request, Buffer.concat(chunks).toString('utf8')));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** Everything that came, in every spelling that a server may give it. */
function echoOf(request: IncomingMessage, body: string): string {
  const key = keyOf(request);
  const spellings = [
    key,
    encodeURIComponent(key),
    ...['', 'x', 'xy'].map((before) => Buffer.from(`${before}${key}`).toString('base64')),
    JSON.stringify(key),
  ];
  return (
    `you sent ${spellings.join(' ')} ${JSON.stringify(request.headers)} ${request.url ?? ''} ` + body.slice(0, 500)
  );
}

function keyOf(request: IncomingMessage): string {
  const { 'x-api-key': key, authorization } = request.headers;
  const inPath = /\/token!([^/]+)/.exec(request.url ?? '')?.[1];
  if (inPath !== undefined) return decodeURIComponent(inPath);
  return typeof key === 'string' ? key : (authorization ?? '').replace(/^Bearer /, '');
}
