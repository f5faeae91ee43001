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
