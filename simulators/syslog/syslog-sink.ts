import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { countNewlines } from './count-newlines';
import { RecordParser } from './record-parser';
import type { SinkFault } from './sink-fault';

const NEWLINE = Buffer.from('\n');

export interface SyslogSinkOptions {
  /** Port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /** PEM texts: the server's key and certificate, and the authority that client certificates must come from. */
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
  /**
   * `keep`, the default, parses and keeps every record. `count` only counts newlines, for measurements: it is right for
   * plain records without newlines in them.
   */
  readonly mode?: 'keep' | 'count';
}

/** A TLS syslog server as Devo's event endpoint is one: it demands a client certificate and acknowledges nothing. */
export interface SyslogSink {
  readonly port: number;
  /** Every whole record, in the order of arrival, without its newline. Empty in mode `count`. */
  readonly records: readonly Buffer[];
  /** Everything that came, whole or torn, each connection by itself. Empty in mode `count`. */
  readonly connections: readonly SinkConnection[];
  /** Whole records of all connections. */
  received(): number;
  /** Resolves when `count` records have come. */
  waitFor(count: number): Promise<void>;
  /** The next connection gets this fault; several calls queue up. */
  failNext(fault: SinkFault): void;
  /** Forgets all records and connections. */
  clear(): void;
  close(): Promise<void>;
}

/** One connection, as the sink saw it. */
export interface SinkConnection {
  /** Raw bytes after TLS. */
  readonly chunks: Buffer[];
  /** Common name of the client's certificate. */
  readonly client: string;
  readonly protocol: string;
  readonly serverName: string | false | null;
  /** Bytes of a record that never became whole. Known when the connection has ended. */
  torn: number;
}

interface SinkState {
  readonly mode: 'keep' | 'count';
  readonly records: Buffer[];
  readonly connections: SinkConnection[];
  readonly faults: SinkFault[];
  readonly waiting: Set<() => void>;
  counted: number;
}

/** Starts a sink on 127.0.0.1. */
export async function startSyslogSink(options: SyslogSinkOptions): Promise<SyslogSink> {
  const state: SinkState = { mode: options.mode ?? 'keep', records: [], connections: [], faults: [], waiting: new Set(), counted: 0 };
  const raw = new Map<number, Socket>();
  const server = createServer({
    key: options.key, cert: options.cert, ca: [options.ca],
    requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2', allowHalfOpen: true,
  });
  server.on('connection', (socket: Socket) => {
    const { remotePort } = socket;
    if (remotePort === undefined) return;
    raw.set(remotePort, socket);
    socket.on('close', () => raw.delete(remotePort));
  });
  server.on('secureConnection', (socket) => receive(socket, raw.get(socket.remotePort ?? -1), state));
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

function receive(socket: TLSSocket, transport: Socket | undefined, state: SinkState): void {
  const fault = state.faults.shift();
  const connection: SinkConnection = {
    chunks: [], client: String(socket.getPeerCertificate().subject.CN), protocol: String(socket.getProtocol()),
    serverName: socket.servername, torn: 0,
  };
  state.connections.push(connection);
  const parser = new RecordParser();
  let bytes = 0;
  let faulty = false;

  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    if (faulty && fault?.kind !== 'half-close' && fault?.kind !== 'silent-end') return;
    const due = fault && !faulty && bytes + chunk.length >= fault.afterBytes;
    const taken = due && fault.kind !== 'half-close' && fault.kind !== 'silent-end' ? chunk.subarray(0, fault.afterBytes - bytes) : chunk;
    bytes += chunk.length;
    take(taken, parser, connection, state);
    if (!due) return;
    faulty = true;
    misbehave(fault.kind, socket, transport);
  });
  socket.on('end', () => {
    connection.torn = parser.pendingBytes;
    if (!(faulty && fault?.kind === 'silent-end')) socket.end();
  });
  socket.on('close', () => {
    connection.torn = parser.pendingBytes;
  });
}

function take(chunk: Buffer, parser: RecordParser, connection: SinkConnection, state: SinkState): void {
  if (state.mode === 'count') {
    state.counted += countNewlines(chunk);
  } else {
    connection.chunks.push(chunk);
    const records = parser.push(chunk);
    state.records.push(...records);
    state.counted += records.length;
  }
  for (const wake of state.waiting) wake();
}

function misbehave(kind: SinkFault['kind'], socket: TLSSocket, transport: Socket | undefined): void {
  switch (kind) {
    case 'cut':
      socket.destroy();
      return;
    case 'reset':
      transport?.resetAndDestroy();
      return;
    case 'half-close':
      transport?.end(); // of TCP alone: after its own close_notify Node would throw away what still comes
      return;
    case 'stall':
      socket.pause();
      return;
    case 'silent-end':
      return;
    default:
      kind satisfies never;
  }
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

/** All bytes of a connection as one buffer. */
export function bytesOf(connection: SinkConnection): Buffer {
  return Buffer.concat(connection.chunks);
}

/** Records as text, each ended by a newline. */
export function recordsAsText(records: readonly Buffer[]): string {
  return Buffer.concat(records.flatMap((record) => [record, NEWLINE])).toString('utf8');
}
