import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:tls';
import { receiveConnection, type SinkConnection, type SinkState } from './sink-connection';
import type { SinkFault } from './sink-fault';

export interface SyslogSinkOptions {
  /** Port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /** PEM texts: the server's key and certificate, and the authority that client certificates must come from. */
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
  /**
   * `keep`, the default, parses and keeps every record. `count` only counts newlines, for measurements: it is right for
   * plain records without newlines in them. `hand-on` keeps nothing: each record is given to `receive`.
   */
  readonly mode?: 'keep' | 'count' | 'hand-on';
  /** Longer records make it reset their connection. Without it there is no limit. */
  readonly recordLimitBytes?: number;
  /** Takes records in mode `hand-on`, in the order of arrival. */
  readonly receive?: (records: readonly Buffer[]) => void;
}

/** A TLS syslog server as Devo's event endpoint is one: it demands a client certificate and acknowledges nothing. */
export interface SyslogSink {
  readonly port: number;
  /** Every whole record, in the order of arrival, without its newline. Only in mode `keep`. */
  readonly records: readonly Buffer[];
  /** Everything that came, whole or torn, each connection by itself. In mode `hand-on` none. */
  readonly connections: readonly SinkConnection[];
  /** Whole records of all connections. */
  received(): number;
  /** Resolves when `count` records have come. */
  waitFor(count: number): Promise<void>;
  /** The next connection gets this fault; several calls queue up. */
  failNext(fault: SinkFault): void;
  /** Forgets those that no connection has met. */
  clearFaults(): void;
  /** Forgets all records and connections. */
  clear(): void;
  close(): Promise<void>;
}

/** Starts a sink on 127.0.0.1. */
export async function startSyslogSink(options: SyslogSinkOptions): Promise<SyslogSink> {
  const state: SinkState = {
    mode: options.mode ?? 'keep',
    receive: options.receive ?? (() => undefined),
    recordLimitBytes: options.recordLimitBytes ?? Number.POSITIVE_INFINITY,
    records: [],
    connections: [],
    faults: [],
    waiting: new Set(),
    counted: 0,
  };
  const raw = new Map<number, Socket>();
  const server = createServer({
    key: options.key,
    cert: options.cert,
    ca: [options.ca],
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    allowHalfOpen: true,
  });
  server.on('connection', (socket: Socket) => {
    const { remotePort } = socket;
    if (remotePort === undefined) return;
    raw.set(remotePort, socket);
    socket.on('close', () => raw.delete(remotePort));
  });
  server.on('secureConnection', (socket) => receiveConnection(socket, raw.get(socket.remotePort ?? -1), state));
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  // The address of a TCP server that listens is never a string.
  const { port } = server.address() as AddressInfo;

  return {
    port,
    records: state.records,
    connections: state.connections,
    received: () => state.counted,
    waitFor: (count) => waitFor(state, count),
    failNext: (fault) => void state.faults.push(fault),
    clearFaults: () => {
      state.faults.length = 0;
    },
    clear: () => {
      state.records.length = 0;
      state.connections.length = 0;
      state.counted = 0;
    },
    close: async () => {
      for (const socket of raw.values()) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function waitFor(state: SinkState, count: number): Promise<void> {
  while (state.counted < count) {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        state.waiting.delete(wake);
        resolve();
      };
      state.waiting.add(wake);
    });
  }
}
