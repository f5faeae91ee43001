import { join } from 'node:path';
import { openCertificateFolder } from '../../../simulators/syslog/certificate-folder';
import { startSyslogSink, type SyslogSink } from '../../../simulators/syslog/syslog-sink';
import { startThreatquotientSimulator } from '../../../simulators/threatquotient/start-threatquotient-simulator';
import type {
  ThreatquotientOptions,
  ThreatquotientSimulator,
} from '../../../simulators/threatquotient/threatquotient-simulator';
import { readDelivered, type DeliveredEvent } from '../judge/delivered-events';
import { canary, type Canary } from '../judge/canary';
import { startTcpProxy, type TcpProxy } from '../wires/tcp-proxy';
import { Chain, EVENTS_CHAIN } from './chain';
import type { EngineProcess } from './engine-process';

export interface EventsWishes {
  /** Settings of the service that differ. */
  readonly service?: Readonly<Record<string, unknown>>;
  readonly threatq?: Partial<Omit<ThreatquotientOptions, 'username' | 'password'>>;
}

/** Rows of a page: small enough that few events fill several. */
export const PAGE = 20;

/** Who may log in to the simulated ThreatQ. */
export const COLLECTOR = 'collector@acme.example';

/** A service of events: its ThreatQ, its sink behind TLS, a proxy on the wire to each, and its chain. */
export interface EventsSide {
  readonly threatq: ThreatquotientSimulator;
  readonly sink: SyslogSink;
  readonly wires: { readonly threatq: TcpProxy; readonly syslog: TcpProxy };
  readonly chain: Chain;
  /** Of ThreatQ's user. */
  readonly password: Canary;
  /** For the configuration. */
  readonly input: Record<string, unknown> & { readonly credentials: Record<string, unknown> };
  readonly output: { readonly type: string; readonly config: Record<string, unknown> };
  /** All that has come to the sink, in its order. */
  readonly arrived: () => readonly DeliveredEvent[];
  close(): Promise<void>;
}

export async function openEventsSide(
  engine: EngineProcess,
  folder: string,
  id: string,
  wishes: EventsWishes,
): Promise<EventsSide> {
  const password = canary('threatq', id);
  const { server, sender } = await openCertificateFolder(join(folder, 'certificates'), 'acme', Date.now());
  const sink = await startSyslogSink(server);
  const threatq = await startThreatquotientSimulator({
    ...wishes.threatq,
    username: COLLECTOR,
    password: password.value,
  });
  const wires = { threatq: await startTcpProxy(threatq.port), syslog: await startTcpProxy(sink.port) };
  const chain = await Chain.at(engine.address, id, EVENTS_CHAIN);
  const known: DeliveredEvent[] = [];

  return {
    threatq,
    sink,
    wires,
    chain,
    password,
    input: {
      api_base_url: `http://127.0.0.1:${wires.threatq.port}`,
      credentials: { username: COLLECTOR, password: password.value },
      services: {
        events: {
          request_period_in_seconds: 2,
          event_fetch_limit_in_items: PAGE,
          retry_for_seconds: 5,
          outputs: ['devo_tables'],
          ...wishes.service,
        },
      },
    },
    output: { type: 'devo_platform', config: { address: 'localhost', port: wires.syslog.port, ...sender } },
    arrived: () => {
      for (const record of sink.records.slice(known.length)) known.push(readDelivered(record));
      return known;
    },
    close: async () => {
      await chain.close();
      await Promise.all([wires.threatq.close(), wires.syslog.close(), threatq.close(), sink.close()]);
    },
  };
}
