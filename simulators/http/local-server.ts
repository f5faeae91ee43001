import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Answered } from './answer';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<Answered>;

export interface LocalServer {
  /** Origin without a trailing slash, for example `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly port: number;
  /** Ends at once, open connections included. */
  close(): Promise<void>;
}

/** Key and certificate, as PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

/** Serves on the loopback interface alone. Port 0 takes a free one; a taken port rejects. */
export async function listenLocally(
  handler: Handler,
  port: number,
  log: (line: string) => void,
  certificate?: ServerCertificate,
): Promise<LocalServer> {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    handler(request, response).catch((error: unknown) => {
      log(
        `${request.method ?? ''} failed inside the simulator: ` +
          (error instanceof Error ? error.message : String(error)),
      );
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  };
  const server = certificate === undefined ? createServer(answer) : createTlsServer(certificate, answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');

  function close(): Promise<void> {
    return new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  const scheme = certificate === undefined ? 'http' : 'https';
  return { url: `${scheme}://127.0.0.1:${String(address.port)}`, port: address.port, close };
}
