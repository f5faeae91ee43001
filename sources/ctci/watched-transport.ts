import * as http from 'node:http';
import * as https from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** What axios calls instead of Node's own modules. */
export interface Transport {
  request(options: https.RequestOptions, onResponse: (response: http.IncomingMessage) => void): http.ClientRequest;
}

/**
 * Node's http and https, telling when a request has a connection that can carry it: name looked up, TCP and TLS done,
 * through a proxy or not. axios knows only one limit for everything, and a server may well think longer than it
 * should take to reach it.
 */
export function watchedTransport(onConnected: () => void): Transport {
  return {
    request(options, onResponse) {
      const request = (options.protocol === 'https:' ? https : http).request(options, onResponse);
      request.once('socket', (socket) => {
        if (request.reusedSocket) onConnected();
        else whenConnected(socket, onConnected);
      });
      return request;
    },
  };
}

function whenConnected(socket: Socket, onConnected: () => void): void {
  if (socket instanceof TLSSocket) socket.once('secureConnect', onConnected);
  else if (socket.connecting) socket.once('connect', onConnected);
  else onConnected();
}
