import * as http from 'node:http';
import * as https from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** What axios calls instead of Node's own modules. */
export interface Transport {
  request(options: https.RequestOptions, onResponse: (response: http.IncomingMessage) => void): http.ClientRequest;
}

/** A new connection, or one that was kept from an earlier request. */
export type Connection = 'new' | 'kept';

/**
 * Node's http and https, telling when a request has a connection that can carry it: name looked up, TCP and TLS done,
 * through a proxy or not. axios knows only one limit for everything, and a server may well think longer than it
 * should take to reach it.
 */
export function watchedTransport(onConnected: (connection: Connection) => void): Transport {
  return {
    request(options, onResponse) {
      const request = (options.protocol === 'https:' ? https : http).request(options, onResponse);
      request.once('socket', (socket) => {
        if (request.reusedSocket) onConnected('kept');
        else whenConnected(socket, () => onConnected('new'));
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
