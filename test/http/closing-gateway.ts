import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** How a gateway ends a connection after its answer. */
export interface GatewayManners {
  /** How long the connection stays open after the answer, in milliseconds. */
  readonly closesAfterMs: number;
  /** By a reset in place of an orderly end. */
  readonly resets?: boolean;
}

export interface ClosingGateway {
  readonly port: number;
  /** Requests that came on a connection which was already closing. */
  readonly late: () => number;
  close(): Promise<void>;
}

/**
 * A gateway that passes one request a connection and its answer, then closes without having said so, as servers may at
 * any time (RFC 9112, 9.3.1). What comes on that connection afterwards is answered by a reset.
 */
export async function startClosingGateway(
  peerPort: number,
  { closesAfterMs, resets = false }: GatewayManners,
): Promise<ClosingGateway> {
  const sockets = new Set<Socket>();
  let late = 0;

  function end(client: Socket): void {
    if (resets) client.resetAndDestroy();
    else client.end();
  }

  const server = createServer((client) => {
    const upstream = connect(peerPort, '127.0.0.1');
    let isAnswered = false;
    sockets.add(client).add(upstream);
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    client.on('data', (bytes) => {
      if (!isAnswered) {
        upstream.write(bytes);
        return;
      }
      late += 1;
      client.resetAndDestroy();
    });
    upstream.on('data', (bytes) => {
      isAnswered = true;
      client.write(bytes);
      if (closesAfterMs === 0) end(client);
      else setTimeout(() => end(client), closesAfterMs);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    late: () => late,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
