import { CollectorError } from '../../config/errors/collector-error';
import { ProgressWait } from './progress-wait';
import { socketFailure } from './socket-failure';
import { SYSLOG_LIMITS, type SyslogLimits } from './syslog-limits';
import { startTls, type TlsSocket, type TlsSocketOptions } from './tls-socket';

export interface SyslogConnectionOptions extends TlsSocketOptions {
  readonly limits?: Partial<SyslogLimits> | undefined;
  /** Path of the output's config, for errors. */
  readonly settingsPath: string;
}

/** With TLS 1.3 a refusal of our certificate comes after the handshake; this long is waited for it at most. */
const REFUSAL_WAIT_MS = 500;

/**
 * Before the end, the peer is given as long as the handshake took, which is two or three round trips, to show that it
 * has closed the connection of its own accord: after our end, that could not be told from a confirmation.
 */
const SETTLE_LEAST_MS = 10;
const SETTLE_MOST_MS = 500;

/**
 * Opens a verified TLS connection.
 *
 * @throws CollectorError `devo_unreachable`, `devo_tls`, `devo_timeout`; the signal's reason when aborted
 */
export async function openSyslogConnection(options: SyslogConnectionOptions, signal: AbortSignal): Promise<SyslogConnection> {
  signal.throwIfAborted();
  const connection = new SyslogConnection(startedTls(options), options, signal);
  try {
    await connection.opened();
  } catch (error) {
    connection.destroy();
    throw error;
  }
  return connection;
}

function startedTls(options: SyslogConnectionOptions): TlsSocket {
  try {
    return startTls(options);
  } catch (error) {
    throw socketFailure(error, `${options.address}:${options.port}`, options.settingsPath, false);
  }
}

/** An open connection. What was written counts as delivered only when `finish` has returned. */
export class SyslogConnection {
  readonly #socket: TlsSocket;
  readonly #peer: string;
  readonly #settingsPath: string;
  readonly #limits: SyslogLimits;
  readonly #signal: AbortSignal;
  readonly #waiting: ProgressWait;
  readonly #onAbort = (): void => this.#fail(this.#signal.reason);
  #failure: { readonly reason: unknown } | null = null;
  #established = false;
  #accepted = false;
  #peerEnded = false;
  #settleMs = SETTLE_LEAST_MS;
  #ticketSeen = false;

  constructor(socket: TlsSocket, options: SyslogConnectionOptions, signal: AbortSignal) {
    this.#socket = socket;
    this.#peer = `${options.address}:${options.port}`;
    this.#settingsPath = options.settingsPath;
    this.#limits = { ...SYSLOG_LIMITS, ...options.limits };
    this.#signal = signal;
    this.#waiting = new ProgressWait(() => socket.carrier.bytesWritten - socket.carrier.writableLength);
    signal.addEventListener('abort', this.#onAbort, { once: true });
    this.#listen();
  }

  /** Whether the peer has ended its side in an orderly way. */
  get endedByPeer(): boolean {
    return this.#peerEnded;
  }

  /** Waits for the handshake, and for the refusal of our certificate that may follow it. */
  async opened(): Promise<void> {
    const started = performance.now();
    await this.#until(() => this.#established, this.#limits.connectMs, 'did not answer the handshake');
    this.#settleMs = Math.min(Math.max(performance.now() - started, SETTLE_LEAST_MS), SETTLE_MOST_MS);
    if (this.#socket.secure.getProtocol() === 'TLSv1.3') {
      // A session ticket, a refusal, or nothing: then the connection is good as far as can be known.
      await this.#waiting.until(() => this.#ticketSeen || this.#peerEnded || this.#failure !== null, REFUSAL_WAIT_MS);
      this.#checkOpen();
    }
    this.#accepted = true;
  }

  /** Writes, and waits while the peer is slower than we are. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#checkOpen();
    if (this.#socket.secure.write(bytes)) return;
    await this.#until(() => !this.#socket.secure.writableNeedDrain || this.#peerEnded, this.#limits.stallMs, 'takes no more data');
    this.#checkOpen();
  }

  /**
   * Ends our side and waits for the peer's end, which a server gives when it has read everything. An end that came
   * before ours confirms nothing; so the peer is first given time to show that it has ended or reset on its own.
   */
  async finish(): Promise<void> {
    const { secure, carrier } = this.#socket;
    await this.#waiting.until(() => this.#peerEnded || this.#failure !== null, this.#settleMs);
    this.#checkOpen();
    secure.end();
    await this.#until(() => carrier.writableFinished, this.#limits.stallMs, 'takes no more data');
    await this.#until(() => carrier.readableEnded, this.#limits.endMs, 'did not confirm the end of the stream');
    this.destroy();
  }

  destroy(): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#socket.secure.destroy();
    this.#socket.carrier.destroy();
  }

  #listen(): void {
    const { secure, carrier } = this.#socket;
    secure.on('secureConnect', () => {
      this.#established = true;
      this.#waiting.wake();
    });
    secure.on('session', () => {
      this.#ticketSeen = true;
      // Node 20 emits this from within OpenSSL's read; a write at once would corrupt the stream (bad record MAC).
      setImmediate(() => this.#waiting.wake());
    });
    secure.on('drain', () => this.#waiting.wake());
    carrier.on('finish', () => this.#waiting.wake());
    carrier.on('end', () => this.#waiting.wake());
    secure.on('end', () => {
      this.#peerEnded = true;
      this.#waiting.wake();
    });
    for (const socket of [carrier, secure]) {
      socket.on('error', (error) => this.#fail(this.#named(socketFailure(error, this.#peer, this.#settingsPath, this.#established))));
    }
    carrier.on('close', () => {
      if (!carrier.writableFinished || !carrier.readableEnded) this.#fail(this.#named(this.#lost('closed the connection')));
    });
    secure.resume(); // what the peer says is of no interest, its end is
  }

  #fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#socket.secure.destroy();
    this.#socket.carrier.destroy();
    this.#waiting.wake();
  }

  #check(): void {
    if (this.#failure) throw this.#failure.reason;
  }

  #checkOpen(): void {
    this.#check();
    if (this.#peerEnded) throw this.#named(this.#lost('closed the connection'));
  }

  #lost(what: string): CollectorError {
    return new CollectorError('devo_connection_lost', { seen: `${this.#peer} ${what}`, retryable: true });
  }

  /** Names a loss. One right after the handshake means a refusal: not every server says why it refuses a certificate. */
  #named(loss: CollectorError): CollectorError {
    if (loss.id !== 'devo_connection_lost' || this.#accepted) return loss;
    const seen = `${this.#peer} closed the connection right after the handshake, as servers do that do not accept the client certificate`;
    return new CollectorError('devo_tls', { setting: `${this.#settingsPath}.cert`, seen, cause: loss });
  }

  async #until(done: () => boolean, limitMs: number, what: string): Promise<void> {
    const inTime = await this.#waiting.until(() => done() || this.#failure !== null, limitMs);
    this.#check();
    if (inTime) return;
    this.destroy();
    throw new CollectorError('devo_timeout', { seen: `${this.#peer} ${what} within ${limitMs / 1000} s`, retryable: true });
  }
}
