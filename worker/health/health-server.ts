import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ListenAddress } from '../../config/schema/listen-address';
import { listenFault } from '../listen-fault';
import type { HealthReport } from './health-report';

const SETTING = 'globals.health.address';

/** A probe sends a few lines and goes; nothing here waits for more. */
const REQUEST_LIMIT_MS = 5_000;

export interface HealthServer {
  close(): void;
}

/**
 * Answers `/healthz` (200 while the worker lives) and `/readyz` (200 while it works), both with everything that is
 * known, in JSON. Throws CollectorError `port_taken`, `setting_value`.
 *
 * @param judge what is so now; called for each request
 */
export async function serveHealth(
  address: ListenAddress,
  judge: () => Omit<HealthReport, 'ok'>,
  redact: (text: string) => string,
): Promise<HealthServer> {
  const server = createServer((request, response) => answer(request, response, judge, redact));
  server.requestTimeout = REQUEST_LIMIT_MS;
  server.headersTimeout = REQUEST_LIMIT_MS;
  await listen(server, address);
  return {
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answer(
  { method = 'GET', url = '/' }: IncomingMessage,
  response: ServerResponse,
  judge: () => Omit<HealthReport, 'ok'>,
  redact: (text: string) => string,
): void {
  const path = url.split('?')[0];
  if (path !== '/healthz' && path !== '/readyz') {
    send(response, 404, { error: 'There are /healthz and /readyz here' });
    return;
  }
  if (method !== 'GET' && method !== 'HEAD') {
    send(response, 405, { error: 'Only GET and HEAD are answered' }, { allow: 'GET, HEAD' });
    return;
  }
  const report = judge();
  const ok = path === '/healthz' ? report.live : report.ready;
  const text = redact(JSON.stringify({ ok, ...report }));
  send(response, ok ? 200 : 503, text);
}

function send(
  response: ServerResponse,
  status: number,
  body: string | object,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = `${typeof body === 'string' ? body : JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(text);
}

async function listen(server: Server, address: ListenAddress): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ ...address, exclusive: true }, resolve);
  }).catch((error: unknown) => {
    throw listenFault(error, address, SETTING);
  });
  server.on('error', () => undefined); // of one connection; the next probe gets another
}
