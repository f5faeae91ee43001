import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { EngineTarget } from './engine-target';
import { splitAddress } from './tcp-probe';

/** A server that is well says its settings at once. */
const LIMIT_MS = 2_000;
const SHOWN_CHARACTERS = 60;

/** RFC 9113, 3.4: what a client of HTTP/2 says first, and an empty frame of settings. */
const PREFACE = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);
const SETTINGS_FRAME = 4;
const GOAWAY_FRAME = 7;

/** RFC 8446, 5.1: the record in which a server of TLS complains of plain text. */
const TLS_ALERT = 21;

export interface WhoAnswers {
  /** Something answers, and it does not speak gRPC. */
  readonly stranger: boolean;
  readonly words: string;
}

/**
 * Why there is no gRPC at an address. gRPC itself keeps trying until its time is over and says nothing of a name that
 * is not known, of a certificate, or of a peer that speaks something else. Null where nothing better can be said.
 */
export async function whoAnswers({ address, options }: EngineTarget): Promise<WhoAnswers | null> {
  const { host, port } = splitAddress(address);
  return new Promise((settle) => {
    let socket: Socket;
    const end = (answer: WhoAnswers | null): void => {
      socket.destroy();
      settle(answer);
    };
    const tls = options.tls === undefined || options.tls === false || options.tls === null ? null : options.tls;
    if (tls === null) socket = connectTcp({ host, port }, () => socket.write(PREFACE));
    else {
      const pair = tls === true ? null : tls.clientCertPair;
      const given =
        tls === true
          ? {}
          : {
              ...(tls.serverRootCACertificate && { ca: Buffer.from(tls.serverRootCACertificate) }),
              ...(pair && { cert: Buffer.from(pair.crt), key: Buffer.from(pair.key) }),
            };
      const name = tls === true ? host : (tls.serverNameOverride ?? host);
      const servername = isIP(name) === 0 ? name : ''; // RFC 6066, 3: a literal address is none
      socket = connectTls({ host, port, ALPNProtocols: ['h2'], servername, ...given }, () => socket.write(PREFACE));
    }
    socket.setTimeout(LIMIT_MS, () => end(null));
    socket.once('error', (error) => end({ stranger: false, words: inWords(error) }));
    socket.once('end', () => end({ stranger: false, words: hungUp(tls) }));
    socket.once('data', (bytes: Buffer) => end(judge(bytes)));
  });
}

const OWN_CERTIFICATE = 'TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH';

/** OpenSSL puts its reason between file names and numbers. */
function inWords(error: Error): string {
  const reason: unknown = 'reason' in error ? error.reason : undefined;
  if (typeof reason !== 'string') return error.message;
  return `TLS fails: ${reason}${hint(reason)}`;
}

/** What a reason of TLS means for whoever set it up. An alert is the server's word on the certificate that it got. */
function hint(reason: string): string {
  if (/wrong version|packet length/i.test(reason)) return '; it seems not to speak TLS, which TEMPORAL_TLS asks for';
  if (/alert certificate required|alert handshake failure/i.test(reason))
    return `; it wants a certificate from you: set ${OWN_CERTIFICATE}`;
  if (/alert (?:unknown ca|bad certificate|certificate (?:expired|revoked|unknown))|alert access denied/i.test(reason))
    return `; it does not take the certificate of ${OWN_CERTIFICATE}`;
  return '';
}

/** Some servers end the connection where others send an alert. */
function hungUp(tls: unknown): string {
  const words = 'it closes the connection without a word';
  return tls === null
    ? `${words}; if it speaks TLS, set TEMPORAL_TLS=true`
    : `${words}; it may not take the certificate, or want one: ${OWN_CERTIFICATE}`;
}

function judge(bytes: Buffer): WhoAnswers | null {
  if (bytes[0] === TLS_ALERT && bytes[1] === 3)
    return {
      stranger: false,
      words:
        'it speaks TLS; set TEMPORAL_TLS=true, and TEMPORAL_TLS_SERVER_CA_CERT_PATH where its ' +
        'certificate is of your own',
    };
  if (bytes[3] === SETTINGS_FRAME || bytes[3] === GOAWAY_FRAME) return null; // HTTP/2 after all
  return {
    stranger: true,
    words:
      'it answers with ' + JSON.stringify(bytes.toString('latin1').split(/\r?\n/, 1)[0]?.slice(0, SHOWN_CHARACTERS)),
  };
}
