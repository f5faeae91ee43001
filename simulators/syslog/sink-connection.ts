import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { countNewlines } from './count-newlines';
import { RecordParser } from './record-parser';
import type { SinkFault } from './sink-fault';

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

/** What all connections of a sink share. */
export interface SinkState {
  readonly mode: 'keep' | 'count' | 'hand-on';
  readonly receive: (records: readonly Buffer[]) => void;
  /** A longer record makes the sink reset its connection. */
  readonly recordLimitBytes: number;
  readonly records: Buffer[];
  readonly connections: SinkConnection[];
  readonly faults: SinkFault[];
  readonly waiting: Set<() => void>;
  counted: number;
}

/** Faults with which a connection is read to its end all the same. */
const READ_ON: ReadonlySet<SinkFault['kind']> = new Set<SinkFault['kind']>(['half-close', 'slow', 'silent-end']);

const PAUSE_MS = 2;

/** Reads one connection to its end, or until its fault is due. `transport` is the TCP connection below. */
export function receiveConnection(socket: TLSSocket, transport: Socket | undefined, state: SinkState): void {
  const fault = state.faults.shift();
  const connection: SinkConnection = {
    chunks: [],
    client: String(socket.getPeerCertificate().subject.CN),
    protocol: String(socket.getProtocol()),
    serverName: socket.servername,
    torn: 0,
  };
  if (state.mode !== 'hand-on') state.connections.push(connection);
  const parser = new RecordParser();
  let bytes = 0;
  let faulty = false;

  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    if (faulty && fault && !READ_ON.has(fault.kind)) return;
    const due = fault && !faulty && bytes + chunk.length >= fault.afterBytes;
    const taken = due && !READ_ON.has(fault.kind) ? chunk.subarray(0, fault.afterBytes - bytes) : chunk;
    bytes += chunk.length;
    try {
      take(taken, parser, connection, state);
    } catch {
      socket.destroy(); // what came is no record: nothing behind it could be read
      return;
    }
    if (parser.pendingBytes > state.recordLimitBytes) transport?.resetAndDestroy();
    if (fault?.kind === 'slow' && (faulty || due)) pauseAwhile(socket);
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

function pauseAwhile(socket: TLSSocket): void {
  socket.pause();
  setTimeout(() => socket.resume(), PAUSE_MS);
}

function take(chunk: Buffer, parser: RecordParser, connection: SinkConnection, state: SinkState): void {
  if (state.mode === 'count') {
    state.counted += countNewlines(chunk);
  } else if (state.mode === 'hand-on') {
    const records = parser.push(chunk);
    state.receive(records);
    state.counted += records.length;
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
    case 'slow':
    case 'silent-end':
      return;
    default:
      kind satisfies never;
  }
}
