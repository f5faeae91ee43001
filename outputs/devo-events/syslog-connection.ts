import { connect, DEFAULT_CIPHERS, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { isIP } from 'node:net';
import { CollectorError } from '../../config/errors/collector-error';
import type { Credentials } from './certificate-files';
import { socketFailure } from './socket-failure';

/** Limits of one connection, milliseconds. */
export interface SyslogLimits {
  /** From the first packet to the end of the handshake. */
  readonly connectMs: number;
  /** Longest time without any progress while data waits to be taken: Devo's SDK allows 30 s. */
  readonly stallMs: number;
  /** From our end of the stream to the peer's: Devo's SDK allows 30 s. */
  readonly endMs: number;
}

export const SYSLOG_LIMITS: SyslogLimits = { connectMs: 30_000, stallMs: 30_000, endMs: 30_000 };

export interface SyslogConnectionOptions {
  readonly address: string;
  readonly port: number;
  readonly credentials: Credentials;
  /** OpenSSL security level; lower ones admit certificates that are weak by today's measure. */
  readonly secLevel?: number | undefined;
  readonly limits?: Partial<SyslogLimits> | undefined;
  /** Path of the output's config, for errors. */
  readonly settingsPath: string;
}

/** With TLS 1.3 a refusal of our certificate comes after the handshake; this long is waited for it at most. */
const REFUSAL_WAIT_MS = 500;

/** What may wait in the socket before `write` waits: encoding the next chunk and sending the last one overlap. */
const WRITE_AHEAD_BYTES = 1024 * 1024;

/**
 * Opens a TLS connection: at least TLS 1.2, client certificate, server name asked for and checked against the chain
 * file alone. There is no way to skip the check.
 *
 * @throws CollectorError `devo_unreachable`, `devo_tls`, `devo_timeout`; the signal's reason when aborted
 */
export async function openSyslogConnection(options: SyslogConnectionOptions, signal: AbortSignal): Promise<SyslogConnection> {
  signal.throwIfAborted();
  const connection = new SyslogConnection(connect(tlsOptions(options)), options, signal);
  try {
    await connection.opened();
  } catch (error) {
    connection.destroy();
    throw error;
  }
  return connection;
}

function tlsOptions(options: SyslogConnectionOptions): ConnectionOptions {
  const { address, port, credentials, secLevel } = options;
  const streamOptions = { highWaterMark: WRITE_AHEAD_BYTES, allowHalfOpen: true }; // handed on, though the types do not say so
  return {
    ...streamOptions, host: address, port, minVersion: 'TLSv1.2', rejectUnauthorized: true,
    ca: credentials.chain, cert: credentials.cert, key: credentials.key,
    ...(isIP(address) === 0 ? { servername: address } : {}),
    ...(secLevel === undefined ? {} : { ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=${secLevel}` }),
  };
}

/** An open connection. What was written counts as delivered only when `finish` has returned. */
export class SyslogConnection {
  readonly #socket: TLSSocket;
  readonly #peer: string;
  readonly #settingsPath: string;
  readonly #limits: SyslogLimits;
  readonly #signal: AbortSignal;
  readonly #onAbort = (): void => this.#fail(this.#signal.reason);
  #failure: { readonly reason: unknown } | null = null;
  #established = false;
  #peerEnded = false;
  #finished = false;
  #ticketSeen = false;
  #wake: (() => void) | null = null;

  constructor(socket: TLSSocket, options: SyslogConnectionOptions, signal: AbortSignal) {
    this.#socket = socket;
    this.#peer = `${options.address}:${options.port}`;
    this.#settingsPath = options.settingsPath;
    this.#limits = { ...SYSLOG_LIMITS, ...options.limits };
    this.#signal = signal;
    signal.addEventListener('abort', this.#onAbort, { once: true });
    this.#listen();
  }

  /** Whether the peer has ended its side in an orderly way. */
  get endedByPeer(): boolean {
    return this.#peerEnded;
  }

  /** Waits for the handshake, and for the refusal of our certificate that may follow it. */
  async opened(): Promise<void> {
    await this.#until(() => this.#established, this.#limits.connectMs, 'did not answer the handshake');
    if (this.#socket.getProtocol() !== 'TLSv1.3') return;
    // A session ticket, a refusal, or nothing: then the connection is good as far as can be known.
    await this.#changed(() => this.#ticketSeen || this.#peerEnded, REFUSAL_WAIT_MS);
    this.#check();
  }

  /** Writes, and waits while the peer is slower than we are. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#checkOpen();
    if (this.#socket.write(bytes)) return;
    await this.#until(() => !this.#socket.writableNeedDrain || this.#peerEnded, this.#limits.stallMs, 'takes no more data');
    this.#checkOpen();
  }

  /**
   * Ends our side and waits for the peer's end, which a server gives when it has read everything. An end that came
   * before ours confirms nothing.
   */
  async finish(): Promise<void> {
    this.#checkOpen();
    this.#socket.end();
    await this.#until(() => this.#finished || this.#peerEnded, this.#limits.stallMs, 'takes no more data');
    if (!this.#finished) throw this.#lost('closed the connection');
    await this.#until(() => this.#peerEnded, this.#limits.endMs, 'did not confirm the end of the stream');
    this.destroy();
  }

  destroy(): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#socket.destroy();
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('secureConnect', () => {
      this.#established = true;
      this.#wake?.();
    });
    socket.on('session', () => {
      this.#ticketSeen = true;
      // Node 20 emits this from within OpenSSL's read; a write at once would corrupt the stream (bad record MAC).
      setImmediate(() => this.#wake?.());
    });
    socket.on('drain', () => this.#wake?.());
    socket.on('finish', () => {
      this.#finished = true;
      this.#wake?.();
    });
    socket.on('end', () => {
      this.#peerEnded = true;
      this.#wake?.();
    });
    socket.on('error', (error) => this.#fail(socketFailure(error, this.#peer, this.#settingsPath, this.#established)));
    socket.on('close', () => {
      if (!this.#finished || !this.#peerEnded) this.#fail(this.#lost('closed the connection'));
    });
    socket.resume(); // what the peer says is of no interest, its end is
  }

  #fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#socket.destroy();
    this.#wake?.();
  }

  #check(): void {
    if (this.#failure) throw this.#failure.reason;
  }

  #checkOpen(): void {
    this.#check();
    if (this.#peerEnded) throw this.#lost('closed the connection');
  }

  #lost(what: string): CollectorError {
    return new CollectorError('devo_connection_lost', { seen: `${this.#peer} ${what}`, retryable: true });
  }

  async #until(done: () => boolean, limitMs: number, what: string): Promise<void> {
    const inTime = await this.#changed(done, limitMs);
    this.#check();
    if (inTime) return;
    this.destroy();
    throw new CollectorError('devo_timeout', { seen: `${this.#peer} ${what} within ${limitMs / 1000} s`, retryable: true });
  }

  /** False when the limit, counted from the last progress of the socket, has passed. */
  async #changed(done: () => boolean, limitMs: number): Promise<boolean> {
    const watch = { late: false, written: this.#bytesTaken() };
    const timer = setInterval(() => {
      const written = this.#bytesTaken();
      watch.late = written === watch.written;
      watch.written = written;
      this.#wake?.();
    }, limitMs);
    try {
      while (!done() && !watch.late && !this.#failure) await new Promise<void>((resolve) => (this.#wake = resolve));
    } finally {
      clearInterval(timer);
      this.#wake = null;
    }
    return done();
  }

  /** Bytes that have left the stream towards the kernel. */
  #bytesTaken(): number {
    return this.#socket.bytesWritten - this.#socket.writableLength;
  }
}
