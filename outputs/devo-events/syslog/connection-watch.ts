import { CollectorError } from '../../../errors/collector-error';
import { ProgressWait } from './progress-wait';
import { socketFailure } from './socket-failure';
import type { TlsSocket } from './tls-socket';

/** Whom a connection is with, and what errors name. */
export interface ConnectionNames {
  /** `host:port`. */
  readonly peer: string;
  /** Path of the output's config. */
  readonly settingsPath: string;
}

/**
 * Watches a TLS connection: what has happened on it so far, and waiting for what shall happen. The first failure, or
 * the signal's abort, ends both sides and is what every wait throws from then on.
 */
export class ConnectionWatch {
  readonly #socket: TlsSocket;
  readonly #names: ConnectionNames;
  readonly #signal: AbortSignal;
  readonly #waiting: ProgressWait;
  readonly #onAbort = (): void => this.#fail(this.#signal.reason);
  #failure: { readonly reason: unknown } | null = null;
  #established = false;
  #accepted = false;
  #peerEnded = false;
  #ticketSeen = false;

  constructor(socket: TlsSocket, names: ConnectionNames, signal: AbortSignal) {
    this.#socket = socket;
    this.#names = names;
    this.#signal = signal;
    this.#waiting = new ProgressWait(() => socket.carrier.bytesWritten - socket.carrier.writableLength);
    signal.addEventListener('abort', this.#onAbort, { once: true });
    this.#listen();
  }

  /** Whether the handshake is over on our side. */
  get established(): boolean {
    return this.#established;
  }

  /** Whether the peer has given a session ticket, which it does after it has accepted our certificate. */
  get ticketSeen(): boolean {
    return this.#ticketSeen;
  }

  /** Whether the peer has ended its side in an orderly way. */
  get peerEnded(): boolean {
    return this.#peerEnded;
  }

  /** From now on a loss is a loss, and no refusal of our certificate. */
  accepted(): void {
    this.#accepted = true;
  }

  /** Throws when the connection has failed, or the peer has ended it. */
  checkOpen(): void {
    this.#check();
    if (this.#peerEnded) throw this.#named(this.#lost('closed the connection'));
  }

  /** Waits until it is so, the connection fails, or nothing has moved for `limitMs`; false for the last. */
  within(done: () => boolean, limitMs: number): Promise<boolean> {
    return this.#waiting.until(() => done() || this.#failure !== null, limitMs);
  }

  /** Waits until it is so. Throws the failure, or `devo_timeout` with `what` the peer did not do. */
  async until(done: () => boolean, limitMs: number, what: string): Promise<void> {
    const inTime = await this.within(done, limitMs);
    this.#check();
    if (inTime) return;
    this.destroy();
    throw new CollectorError('devo_timeout', {
      seen: `${this.#names.peer} ${what} within ${limitMs / 1000} s`,
      retryable: true,
    });
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
      socket.on('error', (error) =>
        this.#fail(this.#named(socketFailure(error, this.#names.peer, this.#names.settingsPath, this.#established))),
      );
    }
    carrier.on('close', () => {
      if (!carrier.writableFinished || !carrier.readableEnded)
        this.#fail(this.#named(this.#lost('closed the connection')));
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

  #lost(what: string): CollectorError {
    return new CollectorError('devo_connection_lost', { seen: `${this.#names.peer} ${what}`, retryable: true });
  }

  /**
   * Names a loss. One right after the handshake means a refusal: not every server says why it refuses a certificate.
   */
  #named(loss: CollectorError): CollectorError {
    if (loss.id !== 'devo_connection_lost' || this.#accepted) return loss;
    const seen =
      `${this.#names.peer} closed the connection right after the handshake, as servers do that do ` +
      'not accept the client certificate';
    return new CollectorError('devo_tls', { setting: `${this.#names.settingsPath}.cert`, seen, cause: loss });
  }
}
