import { connect } from 'node:net';
import { createServer } from 'node:tls';
import { generate } from 'selfsigned';
import { listenOnLoopback } from './listen-on-loopback';

/** TLS with a certificate that nobody knows, in front of a plain server. */
export interface TlsFront {
  readonly port: number;
  /** The certificate, PEM. */
  readonly certificate: string;
  /** Bytes that came through TLS: requests, with their keys. */
  received(): number;
  passTo(port: number): void;
  close(): Promise<void>;
}

export async function startTlsFront(): Promise<TlsFront> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'front.test' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  let target = 0;
  let received = 0;
  const server = createServer({ key, cert }, (socket) => {
    const plain = connect(target, '127.0.0.1');
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    socket.pipe(plain).pipe(socket);
    socket.on('error', () => plain.destroy());
    plain.on('error', () => socket.destroy());
  });
  server.on('tlsClientError', () => undefined); // a client that turns the certificate down: that is what is tried
  const port = await listenOnLoopback(server);
  return {
    port,
    certificate: cert,
    received: () => received,
    passTo: (port) => {
      target = port;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
