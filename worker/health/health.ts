import type { Worker } from '@temporalio/worker';
import { version } from '../../package.json';
import type { LoadedConfig } from '../../config/load-config';
import { readListenAddress } from '../../config/schema/listen-address';
import type { ServiceWatch } from '../watch/service-watch';
import { judgeHealth, type HealthReport } from './health-report';
import { serveHealth, type HealthServer } from './health-server';
import type { PollFacts, PollWatch } from './poll-watch';

/** What there is to look at once the worker is made. */
export interface Watched {
  readonly worker: Pick<Worker, 'getState'>;
  readonly polls: PollWatch;
  readonly services: ServiceWatch;
}

/** The health of this worker, from the first moment on. */
export class Health {
  private readonly startedAt = new Date();
  private watched: Watched | null = null;
  private server: HealthServer | null = null;

  constructor(
    private readonly loaded: LoadedConfig,
    private readonly buildId: string | null,
  ) {}

  /** Offers it by HTTP where the configuration says so. Throws CollectorError `port_taken`, `setting_value`. */
  async offer(redact: (text: string) => string): Promise<void> {
    const { health } = this.loaded.config.globals;
    const address = health && readListenAddress(health.address);
    if (address) this.server = await serveHealth(address, () => this.judge(new Date()), redact);
  }

  watch(watched: Watched): void {
    this.watched = watched;
  }

  judge(now: Date): Omit<HealthReport, 'ok'> {
    const { globals } = this.loaded.config;
    return judgeHealth(
      {
        collector: { name: globals.name, id: globals.id, version },
        buildId: this.buildId,
        worker: this.watched === null ? 'starting' : this.watched.worker.getState().toLowerCase(),
        startedAt: this.startedAt,
        polls: this.watched?.polls.facts() ?? this.nothingHeard(),
        services: this.watched?.services.facts() ?? [],
      },
      now,
    );
  }

  close(): void {
    this.server?.close();
  }

  private nothingHeard(): PollFacts {
    return {
      address: '',
      namespace: '',
      taskQueue: this.loaded.taskQueue,
      reachedAt: null,
      problem: 'the worker has not connected yet',
      polledAt: { workflow: null, activity: null },
      busy: false,
    };
  }
}
