import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** A new connection, or one that was kept from an earlier request. */
export type ConnectionAge = 'new' | 'kept';

/**
 * Tells when a request has a connection that can carry it: name looked up, TCP and TLS done, through a proxy or not.
 * A server may well think longer than it should take to reach it.
 */
export function onceConnected(request: ClientRequest, onConnected: (age: ConnectionAge) => void): void {
  request.once('socket', (socket) => {
    if (request.reusedSocket) onConnected('kept');
    else whenConnected(socket, () => onConnected('new'));
  });
}

function whenConnected(socket: Socket, onConnected: () => void): void {
  if (socket instanceof TLSSocket) socket.once('secureConnect', onConnected);
  else if (socket.connecting) socket.once('connect', onConnected);
  else onConnected();
}
