import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** One request, with its body as text. */
export interface IngestionRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the server does with the next request in place of answering 200. */
export type IngestionFault =
  | { readonly status: number; readonly text?: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly cut: 'before-answer' }
  | { readonly silent: true };

/** Devo's HTTP ingestion endpoint, as far as its page tells: 200 for a `stream` request that it received. */
export interface IngestionServer {
  readonly url: string;
  readonly requests: IngestionRequest[];
  readonly faults: IngestionFault[];
  close(): Promise<void>;
}

export async function startIngestionServer(): Promise<IngestionServer> {
  const requests: IngestionRequest[] = [];
  const faults: IngestionFault[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
      requests.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: body.toString(),
      });
      const fault = faults.shift();
      if (!fault) return void response.writeHead(200).end();
      if ('cut' in fault) return void request.socket.destroy();
      if ('silent' in fault) return;
      response.writeHead(fault.status, fault.headers).end(fault.text ?? '');
    });
  };
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    faults,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
