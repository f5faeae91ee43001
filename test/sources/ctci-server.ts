import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  /** The connection it came on: two requests with one number were kept alive. */
  readonly connection: number;
}

export interface CtciServer {
  readonly url: string;
  readonly port: number;
  readonly seen: SeenRequest[];
  close(): Promise<void>;
}

type Answer = (request: SeenRequest, response: http.ServerResponse, socket: Socket) => void;

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A real HTTP or HTTPS server on loopback that answers as the test says and remembers what it was asked. */
export async function startServer(answer: Answer, certificate?: Certificate): Promise<CtciServer> {
  const seen: SeenRequest[] = [];
  const connections = new Map<Socket, number>();

  async function handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const sent = await text(request);
    const connection = connections.get(request.socket) ?? connections.size;
    connections.set(request.socket, connection);
    const asked = {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: sent,
      connection,
    };
    seen.push(asked);
    answer(asked, response, request.socket);
  }

  const listener: http.RequestListener = (request, response) => void handle(request, response);
  const server = certificate ? https.createServer(certificate, listener) : http.createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    seen,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Answers with JSON. */
export function json(
  response: http.ServerResponse,
  value: unknown,
  status = 200,
  headers: http.OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof value === 'string' ? value : JSON.stringify(value));
}
