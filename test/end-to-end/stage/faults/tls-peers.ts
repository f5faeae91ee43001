import { createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import {
  issue,
  makeAuthority,
  writeCertificateFiles,
  type CertificateFiles,
} from '../../../outputs/devo-events/certificates';

export interface TlsPeers {
  /** One whose certificate comes from an authority that the sender does not know. */
  readonly foreignPort: number;
  /** One that takes what it gets and hangs up without a word. */
  readonly hangingUpPort: number;
  /** The sender's files. */
  readonly files: CertificateFiles;
  readonly privateKey: string;
  close(): Promise<void>;
}

export async function startTlsPeers(): Promise<TlsPeers> {
  const [known, foreign] = await Promise.all([makeAuthority('known'), makeAuthority('foreign')]);
  const client = await issue(known, 'sender');
  const files = await writeCertificateFiles(known.cert, client);
  const stranger = createServer(await issue(foreign, 'stranger', { host: 'localhost' }));
  const hangsUp = createServer(
    { ...(await issue(known, 'peer', { host: 'localhost' })), requestCert: true, rejectUnauthorized: false },
    (socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.destroy());
    },
  );
  const servers = [stranger, hangsUp];
  for (const server of servers) {
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  }
  return {
    foreignPort: (stranger.address() as AddressInfo).port,
    hangingUpPort: (hangsUp.address() as AddressInfo).port,
    files,
    privateKey: client.key,
    async close() {
      for (const server of servers) server.close();
      await files.remove();
    },
  };
}
