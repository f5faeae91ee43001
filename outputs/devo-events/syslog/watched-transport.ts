import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';

/** Of a write whose end is not in sight the socket says only when it is over: pieces show that a slow peer moves. */
const PIECE_BYTES = 128 * 1024;

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
    write: (chunk: Buffer, _encoding, taken) => writePieces(socket, chunk, taken),
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

function writePieces(socket: Socket, bytes: Buffer, taken: (error?: Error | null) => void): void {
  if (bytes.length <= PIECE_BYTES) return void socket.write(bytes, taken);
  socket.write(bytes.subarray(0, PIECE_BYTES), (error) => {
    if (error) taken(error);
    else writePieces(socket, bytes.subarray(PIECE_BYTES), taken);
  });
}
