import type { Socket } from 'node:net';
import { connectTo, proxyOn, tunnelTo, type Way } from './carrier';
import { ConnectionWatch } from './connection-watch';
import { socketFailure } from './socket-failure';
import { SYSLOG_LIMITS, type SyslogLimits } from './syslog-limits';
import { startTls, type TlsSocket, type TlsSocketOptions } from './tls-socket';

export interface SyslogConnectionOptions extends TlsSocketOptions, Way {
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
export async function openSyslogConnection(
  options: SyslogConnectionOptions,
  signal: AbortSignal,
): Promise<SyslogConnection> {
  signal.throwIfAborted();
  const proxy = proxyOn(options);
  const { connectMs } = { ...SYSLOG_LIMITS, ...options.limits };
  const carrier = proxy === null ? connectTo(options) : await tunnelTo(options, proxy, connectMs, signal);
  const connection = new SyslogConnection(startedTls(options, carrier), options, signal);
  try {
    await connection.opened();
  } catch (error) {
    connection.destroy();
    throw error;
  }
  return connection;
}

function startedTls(options: SyslogConnectionOptions, carrier: Socket): TlsSocket {
  try {
    return startTls(options, carrier);
  } catch (error) {
    carrier.destroy();
    throw socketFailure(error, `${options.address}:${options.port}`, options.settingsPath, false);
  }
}

/** An open connection. What was written counts as delivered only when `finish` has returned. */
export class SyslogConnection {
  readonly #socket: TlsSocket;
  readonly #limits: SyslogLimits;
  readonly #watch: ConnectionWatch;
  #settleMs = SETTLE_LEAST_MS;

  constructor(socket: TlsSocket, options: SyslogConnectionOptions, signal: AbortSignal) {
    this.#socket = socket;
    this.#limits = { ...SYSLOG_LIMITS, ...options.limits };
    this.#watch = new ConnectionWatch(
      socket,
      { peer: `${options.address}:${options.port}`, settingsPath: options.settingsPath },
      signal,
    );
  }

  /** Whether the peer has ended its side in an orderly way. */
  get endedByPeer(): boolean {
    return this.#watch.peerEnded;
  }

  /** Waits for the handshake, and for the refusal of our certificate that may follow it. */
  async opened(): Promise<void> {
    const watch = this.#watch;
    const started = performance.now();
    await watch.until(() => watch.established, this.#limits.connectMs, 'did not answer the handshake');
    this.#settleMs = Math.min(Math.max(performance.now() - started, SETTLE_LEAST_MS), SETTLE_MOST_MS);
    if (this.#socket.secure.getProtocol() === 'TLSv1.3') {
      // A session ticket, a refusal, or nothing: then the connection is good as far as can be known.
      await watch.within(() => watch.ticketSeen || watch.peerEnded, REFUSAL_WAIT_MS);
      watch.checkOpen();
    }
    watch.accepted();
  }

  /** Writes, and waits while the peer is slower than we are. */
  async write(bytes: Uint8Array): Promise<void> {
    const watch = this.#watch;
    watch.checkOpen();
    if (this.#socket.secure.write(bytes)) return;
    await watch.until(
      () => !this.#socket.secure.writableNeedDrain || watch.peerEnded,
      this.#limits.stallMs,
      'takes no more data',
    );
    watch.checkOpen();
  }

  /**
   * Ends our side and waits for the peer's end, which a server gives when it has read everything. An end that came
   * before ours confirms nothing; so the peer is first given time to show that it has ended or reset on its own.
   */
  async finish(): Promise<void> {
    const { secure, carrier } = this.#socket;
    const watch = this.#watch;
    await watch.within(() => watch.peerEnded, this.#settleMs);
    watch.checkOpen();
    secure.end();
    await watch.until(() => carrier.writableFinished, this.#limits.stallMs, 'takes no more data');
    await watch.until(() => carrier.readableEnded, this.#limits.endMs, 'did not confirm the end of the stream');
    this.destroy();
  }

  destroy(): void {
    this.#watch.destroy();
  }
}
