import { isIP, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, DEFAULT_CIPHERS, type TLSSocket } from 'node:tls';
import type { ClientCertificate } from './certificate-files';
import { STREAM_OPTIONS } from './carrier';
import { watchedTransport } from './watched-transport';

export interface TlsSocketOptions {
  /** Host name that is asked for and checked. */
  readonly address: string;
  readonly credentials: ClientCertificate;
  /** OpenSSL security level; lower ones admit certificates that are weak by today's measure. */
  readonly secLevel?: number | undefined;
}

/** A TLS connection and the TCP connection that carries it. */
export interface TlsSocket {
  readonly secure: TLSSocket;
  readonly carrier: Socket;
}

/**
 * Starts TLS on a TCP connection: at least TLS 1.2, client certificate, server name asked for and checked against the
 * chain file alone. There is no way to skip the check. Throws OpenSSL's error for credentials that it does not accept.
 */
export function startTls({ address, credentials, secLevel }: TlsSocketOptions, carrier: Socket): TlsSocket {
  const secureContext = createSecureContext({
    minVersion: 'TLSv1.2',
    ca: credentials.chain,
    cert: credentials.cert,
    key: credentials.key,
    ...(secLevel === undefined ? {} : { ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=${secLevel}` }),
  });
  const secure = connectTls({
    ...STREAM_OPTIONS,
    host: address,
    socket: watchedTransport(carrier),
    secureContext,
    rejectUnauthorized: true,
    ...(isIP(address) === 0 ? { servername: address } : {}),
  });
  return { secure, carrier };
}
