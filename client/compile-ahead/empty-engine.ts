import { once } from 'node:events';
import { createServer, type ServerHttp2Stream } from 'node:http2';

interface EmptyEngine {
  readonly address: string;
  stop(): void;
}

/** What a client asks of every engine; the answer is a message in which nothing is set. */
const OF_THE_ENGINE = /\/(GetSystemInfo|DescribeNamespace)$/;

/** gRPC over HTTP/2: not compressed, and of no bytes. */
const EMPTY_MESSAGE = Buffer.alloc(5);

/** gRPC's status codes. */
const OK = '0';
const NOT_FOUND = '5';

/** Starts on loopback a Temporal that is well, and in which no workflow has ever run. */
export async function startEmptyEngine(): Promise<EmptyEngine> {
  const server = createServer();
  server.on('stream', (stream, headers) => {
    answer(stream, OF_THE_ENGINE.test(headers[':path'] ?? ''));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    address: `127.0.0.1:${address.port}`,
    stop: () => {
      server.close();
    },
  };
}

function answer(stream: ServerHttp2Stream, known: boolean): void {
  stream.resume();
  const headers = { ':status': 200, 'content-type': 'application/grpc' };
  if (!known) {
    stream.respond({ ...headers, 'grpc-status': NOT_FOUND }, { endStream: true });
    return;
  }
  stream.respond(headers, { waitForTrailers: true });
  stream.on('wantTrailers', () => {
    stream.sendTrailers({ 'grpc-status': OK });
  });
  stream.end(EMPTY_MESSAGE);
}
