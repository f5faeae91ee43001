import { createServer, request as startRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { listenOnLoopback } from './listen-on-loopback';

/** A proxy as companies have them. */
export interface HttpProxy {
  readonly url: string;
  /** Targets that it was asked for, and with which `Proxy-Authorization`. */
  readonly asked: { readonly target: string; readonly authorization: string | undefined }[];
  close(): Promise<void>;
}

/** @param refuses whether it answers everything with 503, as a company's does for loopback addresses */
export async function startHttpProxy(refuses: boolean): Promise<HttpProxy> {
  const asked: { target: string; authorization: string | undefined }[] = [];
  const sockets = new Set<Socket>();

  function note({ url, headers }: IncomingMessage): void {
    asked.push({ target: url ?? '', authorization: headers['proxy-authorization'] });
  }

  function forward(request: IncomingMessage, response: ServerResponse): void {
    note(request);
    if (refuses) {
      response.writeHead(503).end('refused');
      return;
    }
    const { hostname, port, pathname, search } = new URL(request.url ?? '');
    const onward = startRequest({
      host: hostname,
      port,
      path: pathname + search,
      method: request.method,
      headers: request.headers,
    });
    onward.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.once('error', () => response.destroy());
    request.pipe(onward);
  }

  function tunnel(request: IncomingMessage, client: Socket): void {
    note(request);
    if (refuses) {
      client.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const { hostname, port } = new URL(`http://${request.url ?? ''}`);
    const onward = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      pipeline(client, onward, client, () => onward.destroy());
    });
    onward.once('error', () => client.destroy());
  }

  const server = createServer(forward);
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('connect', (request: IncomingMessage, socket: Socket) => tunnel(request, socket));
  const port = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () => {
      sockets.forEach((socket) => socket.destroy());
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
