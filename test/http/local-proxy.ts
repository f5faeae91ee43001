import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import { pipeline } from 'node:stream';
import type { Certificate } from '../sources/ctci-server';
import { atEnd } from '../sources/rig';

export interface LocalProxy {
  readonly port: number;
  /** Method, target and `Proxy-Authorization` of what it was asked, and the headers of plain requests. */
  readonly asked: {
    readonly line: string;
    readonly authorization: string | undefined;
    readonly headers: http.IncomingHttpHeaders;
  }[];
  /** Resolves when every connection to the proxy has been closed. */
  emptied(): Promise<void>;
}

/** A real proxy that takes every host name for 127.0.0.1, so that only what goes through it finds its target. */
export async function startProxy(certificate?: Certificate, refuseWith?: number | 'silent'): Promise<LocalProxy> {
  const asked: LocalProxy['asked'] = [];
  const sockets = new Set<net.Socket>();
  const whenEmpty: (() => void)[] = [];

  function note(request: http.IncomingMessage): void {
    const { 'proxy-authorization': authorization } = request.headers;
    asked.push({ line: `${request.method ?? ''} ${request.url ?? ''}`, authorization, headers: request.headers });
  }

  function forward(request: http.IncomingMessage, response: http.ServerResponse): void {
    note(request);
    const { port, pathname, search } = new URL(request.url ?? '');
    const { 'proxy-authorization': _ours, ...headers } = request.headers;
    const onward = http.request({ host: '127.0.0.1', port, path: pathname + search, method: request.method, headers });
    onward.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  }

  function tunnel(request: http.IncomingMessage, client: net.Socket): void {
    note(request);
    if (refuseWith === 'silent') {
      client
        .on('error', () => undefined)
        .on('end', () => client.end())
        .resume();
      return;
    }
    if (refuseWith !== undefined) {
      client.end(`HTTP/1.1 ${refuseWith} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const port = Number(request.url?.split(':').at(-1));
    const onward = net.connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      pipeline(client, onward, client, () => onward.destroy());
    });
    onward.once('error', () => client.destroy());
  }

  const server = certificate ? https.createServer(certificate, forward) : http.createServer(forward);
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) whenEmpty.splice(0).forEach((tell) => tell());
    });
  });
  server.on('connect', (request: http.IncomingMessage, socket: net.Socket) => tunnel(request, socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  atEnd(async () => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
    await once(server, 'close');
  });
  return {
    port: (server.address() as net.AddressInfo).port,
    asked,
    emptied: () => (sockets.size === 0 ? Promise.resolve() : new Promise((resolve) => void whenEmpty.push(resolve))),
  };
}
