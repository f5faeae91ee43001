import { steadyNow } from '../../../http/steady-clock';
import type { SyslogConnection } from './syslog-connection';

/** Devo's balancer drops connections that are quiet for longer (devo-sdk 7.0.2, `inactivity_timeout`). */
const IDLE_LIMIT_MS = 30_000;

/** Oldest age of a connection (devo-sdk 7.0.2, `socket_max_connection`). */
const AGE_LIMIT_MS = 3_600_000;

/**
 * Writes over one connection at a time, and changes it when it has become too quiet or too old: the old one is then
 * confirmed first.
 */
export class SyslogSender {
  readonly #open: () => Promise<SyslogConnection>;
  readonly #now: () => number;
  #connection: SyslogConnection | null = null;
  #openedAt = 0;
  #lastWriteAt = 0;
  #connections = 0;

  /** @param now milliseconds of a clock that nobody sets */
  constructor(open: () => Promise<SyslogConnection>, now = steadyNow) {
    this.#open = open;
    this.#now = now;
  }

  /** Connections opened so far. */
  get connections(): number {
    return this.#connections;
  }

  /** Whether the peer has ended the connection, which holds unconfirmed bytes. */
  get endedByPeer(): boolean {
    return this.#connection?.endedByPeer ?? false;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const connection = await this.#usable();
    await connection.write(bytes);
    this.#lastWriteAt = this.#now();
  }

  /** Ends the connection and waits for the peer's end: everything written has then been read. */
  async confirm(): Promise<void> {
    if (!this.#connection) return;
    await this.#connection.finish();
    this.abandon();
  }

  /** Drops the connection and what was not confirmed. */
  abandon(): void {
    this.#connection?.destroy();
    this.#connection = null;
  }

  async #usable(): Promise<SyslogConnection> {
    const now = this.#now();
    if (now - this.#lastWriteAt > IDLE_LIMIT_MS || now - this.#openedAt > AGE_LIMIT_MS) await this.confirm();
    if (this.#connection) return this.#connection;
    this.#connection = await this.#open();
    this.#connections += 1;
    this.#openedAt = this.#now();
    this.#lastWriteAt = this.#openedAt;
    return this.#connection;
  }
}
