import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';

/**
 * Carries a TLS connection over a socket that stays in sight.
 *
 * Node's own TLS socket swallows a reset that is met when the close_notify alert is written or the stream is shut
 * down, and then reads the reset as an orderly end. Here all of these pass a plain socket, which reports every one.
 * The socket outlives the TLS layer, so that its own end can be awaited; its owner destroys it.
 */
export function watchedTransport(socket: Socket): Duplex {
  const transport = new Duplex({
    writableHighWaterMark: socket.writableHighWaterMark,
    read: () => void socket.resume(),
    write: (chunk: Buffer, _encoding, taken) => void socket.write(chunk, taken),
    final: (taken) => void socket.end(taken),
  });
  socket.on('data', (chunk: Buffer) => {
    if (transport.destroyed) return; // TLS is over; only the end of the socket is still of interest
    if (!transport.push(chunk)) socket.pause();
  });
  socket.on('end', () => void transport.push(null));
  transport.on('close', () => void socket.resume());
  return transport;
}
