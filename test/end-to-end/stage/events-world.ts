import { join } from 'node:path';
import { stringify } from 'yaml';
import { openCertificateFolder } from '../../../simulators/syslog/certificate-folder';
import { startSyslogSink, type SyslogSink } from '../../../simulators/syslog/syslog-sink';
import { startThreatquotientSimulator } from '../../../simulators/threatquotient/start-threatquotient-simulator';
import type {
  ThreatquotientOptions,
  ThreatquotientSimulator,
} from '../../../simulators/threatquotient/threatquotient-simulator';
import { Workplace } from './workplace';

export const INPUT = 'threatquotient_data_puller';
const USER = { username: 'me@example.com', password: 'the-threatq-password' };

/** A simulated ThreatQ and a TLS sink of the test's own process, and a place with a collector between them. */
export class EventsWorld {
  private constructor(
    readonly place: Workplace,
    readonly threatq: ThreatquotientSimulator,
    readonly sink: SyslogSink,
  ) {}

  static async start(
    settings: Readonly<Record<string, unknown>> = {},
    server: Partial<ThreatquotientOptions> = {},
  ): Promise<EventsWorld> {
    const address = process.env['TEST_TEMPORAL_ADDRESS'];
    if (!address) throw new Error('TEST_TEMPORAL_ADDRESS is not set');
    const place = new Workplace({ TEMPORAL_ADDRESS: address });
    const certificates = await openCertificateFolder(join(place.folder, 'certs'), 'acme', Date.now());
    const sink = await startSyslogSink(certificates.server);
    const threatq = await startThreatquotientSimulator({ ...USER, ...server });
    const world = new EventsWorld(place, threatq, sink);
    const { chain, cert, key } = certificates.sender;
    place.write(
      stringify({
        globals: { id: '1', name: place.name },
        inputs: {
          [INPUT]: {
            api_base_url: threatq.url,
            credentials: USER,
            services: {
              events: { request_period_in_seconds: 3600, retry_for_seconds: 3, outputs: ['devo'], ...settings },
            },
          },
        },
        outputs: {
          devo: { type: 'devo_platform', config: { address: 'localhost', port: sink.port, chain, cert, key } },
        },
      }),
    );
    return world;
  }

  get workflowId(): string {
    return `${this.place.name}-1-${INPUT}-events`;
  }

  /** Ids of events that have arrived, in their order. */
  ids(): number[] {
    return this.sink.records.map((record) => Number(/"id":(\d+)/.exec(record.toString('utf8'))?.[1]));
  }

  async stop(): Promise<void> {
    await this.place.verb('stop', '--yes').catch(() => undefined);
    this.place.clear();
    await this.threatq.close();
    await this.sink.close();
  }
}
