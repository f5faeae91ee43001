import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, DEFAULT_CIPHERS, type TLSSocket } from 'node:tls';
import type { Credentials } from './certificate-files';
import { watchedTransport } from './watched-transport';

export interface TlsSocketOptions {
  readonly address: string;
  readonly port: number;
  readonly credentials: Credentials;
  /** OpenSSL security level; lower ones admit certificates that are weak by today's measure. */
  readonly secLevel?: number | undefined;
}

/** A TLS connection and the TCP connection that carries it. */
export interface TlsSocket {
  readonly secure: TLSSocket;
  readonly carrier: Socket;
}

/** What may wait in the socket before a writer should wait: encoding the next chunk and sending the last one overlap. */
const WRITE_AHEAD_BYTES = 1024 * 1024;

/**
 * Starts to connect: at least TLS 1.2, client certificate, server name asked for and checked against the chain file
 * alone. There is no way to skip the check. Throws OpenSSL's error for credentials that it does not accept.
 */
export function startTls({ address, port, credentials, secLevel }: TlsSocketOptions): TlsSocket {
  const secureContext = createSecureContext({
    minVersion: 'TLSv1.2', ca: credentials.chain, cert: credentials.cert, key: credentials.key,
    ...(secLevel === undefined ? {} : { ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=${secLevel}` }),
  });
  const streamOptions = { highWaterMark: WRITE_AHEAD_BYTES, allowHalfOpen: true }; // handed on, though the types do not say so
  const carrier = connectTcp({ host: address, port, noDelay: true, ...streamOptions });
  const secure = connectTls({
    ...streamOptions, host: address, socket: watchedTransport(carrier), secureContext, rejectUnauthorized: true,
    ...(isIP(address) === 0 ? { servername: address } : {}),
  });
  return { secure, carrier };
}
