import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activityInfo } from '@temporalio/activity';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { stringify } from 'yaml';
import { createActivities } from '../../../activities/create-activities';
import { isEventsState } from '../../../domain/state/any-state';
import type { EventsState } from '../../../domain/events/state/events-state';
import type { EventsPreview } from '../../../domain/events/events-preview';
import type { EventsOrder } from '../../../domain/events/events-step';
import type { CheckedStep } from '../../../domain/checked-step';
import {
  CHECK_WORKFLOW_TYPE,
  EVENTS_INSPECT_WORKFLOW_TYPE,
  EVENTS_WORKFLOW_TYPE,
  PULL_NOW_UPDATE,
} from '../../../domain/message-names';
import type { PinnedService } from '../../../domain/pull-settings';
import type { PullReport } from '../../../domain/report/pull-report';
import type { SearchAttribute } from '../../../domain/report/search-attributes';
import { RUN_LIMIT_MS } from '../../../domain/time-limits';
import { dataConverter, loadedDataConverter } from '../../../engine/payloads/data-converter';
import { hearOfRun } from '../../../engine/histories/run-news';
import { readRunEnd, readRunStart, type HistoryReader, type RunEnd } from '../../../engine/histories/run-events';
import { openCertificateFolder } from '../../../simulators/syslog/certificate-folder';
import { startSyslogSink, type SyslogSink, type SyslogSinkOptions } from '../../../simulators/syslog/syslog-sink';
import { startThreatquotientSimulator } from '../../../simulators/threatquotient/start-threatquotient-simulator';
import type {
  ThreatquotientOptions,
  ThreatquotientSimulator,
} from '../../../simulators/threatquotient/threatquotient-simulator';
import { noMetrics } from '../../worker/no-metrics';
import { collectorParts } from '../../../worker/assembly/collector-parts';
import { unchanging } from '../../worker/unchanging';
import { SenderStatistics } from '../../../worker/sender-statistics';
import { loadFromText } from '../../config/load-from-text';

/** Lines of the steps, as the engine's logger gets them. */
const lines: string[] = [];
Runtime.install({ logger: new DefaultLogger('INFO', ({ message }) => lines.push(message)) });

const SERVICE = { input: 'threatquotient_data_puller', service: 'events' };

/** An event that has arrived. */
export interface Arrived {
  readonly tag: string;
  readonly event: Readonly<Record<string, unknown>>;
}

export interface Wishes {
  readonly threatq?: Partial<ThreatquotientOptions>;
  readonly credentials?: Record<string, unknown>;
  readonly sink?: Pick<SyslogSinkOptions, 'recordLimitBytes'>;
  /** Whether there is a second output. */
  readonly second?: boolean;
  /** Address of somebody who is told of pulls. */
  readonly webhook?: string;
  /** How long a window lasts in place of the minutes that the workflow gives it. */
  readonly windowMs?: number;
}

/**
 * The real workflow, activities, source and output on the real dev server, between a simulated ThreatQ and a TLS sink.
 */
export class RunningEvents {
  readonly workflowId = `events-${randomUUID()}`;
  readonly taskQueue = `queue-${randomUUID()}`;
  /** Those that runs may write. */
  searchAttributes: readonly SearchAttribute[] = [];
  /** How long each window was to last by the workflow, in milliseconds. */
  readonly windows: number[] = [];
  private workers: { worker: Worker; ended: Promise<void>; stopping: AbortController }[] = [];

  private constructor(
    readonly reader: HistoryReader,
    private readonly native: NativeConnection,
    readonly threatq: ThreatquotientSimulator,
    readonly sink: SyslogSink,
    private readonly folder: string,
    readonly settings: Record<string, unknown>,
    private readonly second: SyslogSink | null,
    private readonly credentials: Record<string, unknown>,
    private readonly webhook: string | null,
    private readonly windowMs: number | null,
  ) {}

  /** @param settings of the service */
  static async start(settings: Record<string, unknown> = {}, wishes: Wishes = {}): Promise<RunningEvents> {
    const address = process.env['TEST_TEMPORAL_ADDRESS'];
    if (!address) throw new Error('TEST_TEMPORAL_ADDRESS is not set');
    const connection = await Connection.connect({ address });
    const client = new Client({ connection, dataConverter: dataConverter() });
    const native = await NativeConnection.connect({ address });
    const folder = mkdtempSync(join(tmpdir(), 'events-'));
    const { server } = await openCertificateFolder(folder, 'acme', Date.now());
    const sink = await startSyslogSink({ ...server, ...wishes.sink });
    const second = wishes.second ? await startSyslogSink(server) : null;
    const threatq = await startThreatquotientSimulator({
      username: 'me@example.com',
      password: 'the-password',
      ...wishes.threatq,
    });
    const events = new RunningEvents(
      { client, converter: loadedDataConverter() },
      native,
      threatq,
      sink,
      folder,
      settings,
      second,
      wishes.credentials ?? {},
      wishes.webhook ?? null,
      wishes.windowMs ?? null,
    );
    lines.length = 0;
    await events.addWorker();
    return events;
  }

  get handle(): WorkflowHandle {
    return this.reader.client.workflow.getHandle(this.workflowId);
  }

  get lines(): readonly string[] {
    return lines;
  }

  async addWorker(): Promise<void> {
    const path = process.env['TEST_WORKFLOW_BUNDLE'];
    if (!path) throw new Error('TEST_WORKFLOW_BUNDLE is not set');
    const { sender } = await openCertificateFolder(this.folder, 'acme', Date.now());
    const loaded = loadFromText(stringify(this.config(sender)), { now: new Date() });
    const statistics = new SenderStatistics(new Date());
    const parts = collectorParts(unchanging(loaded), pino({ enabled: false }), statistics, noMetrics());
    const stopping = new AbortController();
    const activities = createActivities({
      ...parts,
      stopping: stopping.signal,
      searchAttributes: () => Promise.resolve(this.searchAttributes),
      news: (run, tell, signal) => hearOfRun(this.reader.client, run, tell, signal),
    });
    const worker = await Worker.create({
      connection: this.native,
      taskQueue: this.taskQueue,
      workflowBundle: { codePath: path },
      activities: {
        ...activities,
        pullEvents: (pinned: PinnedService, order: EventsOrder) =>
          activities.pullEvents(pinned, this.withOwnWindow(order)),
      },
      dataConverter: dataConverter(),
      maxHeartbeatThrottleInterval: 100,
    });
    this.workers.push({ worker, stopping, ended: worker.run() });
  }

  private withOwnWindow(order: EventsOrder): EventsOrder {
    if (order.until === null) return order;
    const begins = activityInfo().currentAttemptScheduledTimestampMs;
    this.windows.push(order.until - begins);
    return this.windowMs === null ? order : { ...order, until: begins + this.windowMs };
  }

  async startChain(cronSchedule = '@every 1h', seed?: EventsState): Promise<void> {
    await this.reader.client.workflow.start(EVENTS_WORKFLOW_TYPE, {
      workflowId: this.workflowId,
      taskQueue: this.taskQueue,
      cronSchedule,
      workflowRunTimeout: RUN_LIMIT_MS,
      args: seed ? [SERVICE, seed] : [SERVICE],
    });
  }

  pull(): Promise<PullReport> {
    return this.handle.executeUpdate<PullReport, []>(PULL_NOW_UPDATE);
  }

  /** What the next walk would send. */
  inspect(state: EventsState): Promise<EventsPreview> {
    return this.ask<EventsPreview>(EVENTS_INSPECT_WORKFLOW_TYPE, [SERVICE, state]);
  }

  check(): Promise<CheckedStep[]> {
    return this.ask<CheckedStep[]>(CHECK_WORKFLOW_TYPE, [SERVICE]);
  }

  private ask<Answer>(type: string, args: unknown[]): Promise<Answer> {
    return this.reader.client.workflow.execute(type, {
      workflowId: `ask-${randomUUID()}`,
      taskQueue: this.taskQueue,
      args,
    }) as Promise<Answer>; // the type's own
  }

  async runId(): Promise<string> {
    return (await this.handle.describe()).runId;
  }

  async state(): Promise<EventsState> {
    const { carried } = await readRunStart(this.reader, this.workflowId, await this.runId());
    if (!carried || !isEventsState(carried.state)) throw new Error('No state of events is carried yet');
    return carried.state;
  }

  async endOf(runId: string): Promise<RunEnd> {
    const end = await readRunEnd(this.reader, this.workflowId, runId, AbortSignal.timeout(30_000));
    if (!end) throw new Error('The run has no end');
    return end;
  }

  /** The sink of the second output. */
  get secondSink(): SyslogSink {
    if (this.second === null) throw new Error('There is one output alone');
    return this.second;
  }

  /** Everything that has arrived, in its order. */
  arrived(sink = this.sink): Arrived[] {
    return sink.records.map((record) => {
      const text = record.toString('utf8');
      const at = text.indexOf('{');
      const tag = /\b(threatintel\.[\w.]+)/.exec(text.slice(0, at))?.[1] ?? '';
      return { tag, event: JSON.parse(text.slice(at)) as Record<string, unknown> };
    });
  }

  ids(sink = this.sink): number[] {
    return this.arrived(sink).map(({ event }) => Number(event['id']));
  }

  /** Tells the worker to stop, as a signal would. */
  async stopWorkers(): Promise<void> {
    for (const { worker, ended, stopping } of this.workers.splice(0)) {
      stopping.abort(new Error('the worker stops'));
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
    }
  }

  async stop(): Promise<void> {
    await this.handle.terminate().catch(() => undefined);
    await this.stopWorkers();
    await this.threatq.close();
    await this.sink.close();
    await this.second?.close();
    await this.native.close();
    await this.reader.client.connection.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private config({
    chain,
    cert,
    key,
  }: {
    readonly chain: string;
    readonly cert: string;
    readonly key: string;
  }): object {
    const files = { chain, cert, key };
    return {
      globals: { id: '10001', name: 'events_under_test' },
      inputs: {
        [SERVICE.input]: {
          api_base_url: this.threatq.url,
          credentials: { username: 'me@example.com', password: 'the-password', ...this.credentials },
          services: {
            [SERVICE.service]: {
              request_period_in_seconds: 3600,
              retry_for_seconds: 2,
              outputs: ['devo', ...(this.second ? ['second'] : []), ...(this.webhook ? ['webhook'] : [])],
              ...this.settings,
            },
          },
        },
      },
      outputs: {
        devo: { type: 'devo_platform', config: { address: 'localhost', port: this.sink.port, ...files } },
        ...(this.webhook && { webhook: { type: 'webhook', config: { url: this.webhook } } }),
        ...(this.second && {
          second: { type: 'devo_platform', config: { address: 'localhost', port: this.second.port, ...files } },
        }),
      },
    };
  }
}
