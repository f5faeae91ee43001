import { randomUUID } from 'node:crypto';
import {
  Client,
  Connection,
  type WorkflowHandle,
  WorkflowUpdateFailedError,
  WorkflowUpdateStage,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { createActivities } from '../../../../activities/create-activities';
import type { ServiceParts } from '../../../../activities/service-parts';
import { CollectorError } from '../../../../errors/collector-error';
import { listStateOf } from '../../../../domain/state/any-state';
import type { CheckedStep, CheckOptions } from '../../../../domain/checked-step';
import { CHECK_WORKFLOW_TYPE, PULL_NOW_UPDATE, PULL_UNDER_WAY, WORKFLOW_TYPE } from '../../../../domain/message-names';
import type { PullReport } from '../../../../domain/report/pull-report';
import type { SearchAttribute } from '../../../../domain/report/search-attributes';
import type { PullState } from '../../../../domain/state/pull-state';
import { type CallLimits, LARGE_TASK_LIMIT_MS, RUN_LIMIT_MS } from '../../../../domain/time-limits';
import { readFileSync } from 'node:fs';
import { KeyRing, type KeyRingSettings } from '../../../../engine/encryption/key-ring';
import { hidingBundle } from '../../../../engine/encryption/sandbox-failure-converter';
import { dataConverter, loadedDataConverter } from '../../../../engine/payloads/data-converter';
import { clientStorage, workerStorage } from '../../../../engine/external-storage/payload-storage';
import {
  readRunEnd,
  readRunStart,
  type HistoryReader,
  type RunEnd,
  type RunStart,
} from '../../../../engine/histories/run-events';
import type { Output } from '../../../../outputs/output';
import type { Webhook } from '../../../../outputs/webhook/webhook';
import type { ObfuscationRule } from '../../../../outputs/obfuscation';
import { judgeFields } from '../../../../outputs/unmatched-fields';
import type { ListSource } from '../../../../sources/source';
import type { ListAtHand } from './list-at-hand';
import { until } from './until';

export interface CollectorUnderTest<Source extends ListSource = ListAtHand> {
  readonly source: Source;
  readonly lookups: readonly Output[];
  /** What the configuration says; a test changes it as a restart of the worker would. */
  settings: {
    resetPersistenceAuth: string;
    shrinkLimitPercent: number;
    retryForSeconds: number;
    fingerprint: string;
    mode: 'auto' | 'full' | 'incremental';
    modes?: Readonly<Record<string, 'auto' | 'full' | 'incremental'>>;
    historyFrom?: string;
    storageFolder?: string;
    /** Keys of the client and, unless a worker is given others, of workers. */
    encryption?: KeyRingSettings;
    mismatchAttempts?: number;
    missing?: boolean;
    callLimits?: Partial<CallLimits>;
    obfuscation?: readonly ObfuscationRule[];
    workflowType?: string;
    webhooks?: readonly Webhook[];
    searchAttributes?: readonly SearchAttribute[];
  };
}

Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });

/** The real workflow with the real activities on the real dev server; source and lookups are the test's. */
export class RunningCollector<Source extends ListSource = ListAtHand> {
  readonly workflowId = `test-${randomUUID()}`;
  readonly taskQueue = `queue-${randomUUID()}`;
  private workers: { worker: Worker; ended: Promise<void> }[] = [];

  private constructor(
    readonly reader: HistoryReader,
    private readonly native: NativeConnection,
    readonly parts: CollectorUnderTest<Source>,
  ) {}

  /** @param workerAddress where the workers find Temporal, if not where the client does */
  static async start<Given extends ListSource = ListAtHand>(
    source: Given,
    lookups: readonly Output[],
    settings: Partial<CollectorUnderTest['settings']> = {},
    workerAddress = process.env['TEST_TEMPORAL_ADDRESS'],
  ): Promise<RunningCollector<Given>> {
    const address = process.env['TEST_TEMPORAL_ADDRESS'];
    if (!address || !workerAddress) throw new Error('TEST_TEMPORAL_ADDRESS is not set');
    const connection = await Connection.connect({ address });
    const storage = clientStorage(settings.storageFolder ?? null);
    const ring = new KeyRing(settings.encryption);
    const client = new Client({ connection, dataConverter: dataConverter(storage, ring) });
    const native = await NativeConnection.connect({ address: workerAddress });
    const all = {
      resetPersistenceAuth: '',
      shrinkLimitPercent: 20,
      retryForSeconds: 2,
      fingerprint: 'config-1',
      mode: 'full' as const,
      ...settings,
    };
    const collector = new RunningCollector({ client, converter: loadedDataConverter(storage, ring) }, native, {
      source,
      lookups,
      settings: all,
    });
    await collector.addWorker();
    return collector;
  }

  get handle(): WorkflowHandle {
    return this.reader.client.workflow.getHandle(this.workflowId);
  }

  async addWorker(
    given: Pick<
      WorkerOptions,
      'maxCachedWorkflows' | 'workflowBundle' | 'workflowFailureErrorTypes' | 'workerDeploymentOptions'
    > = {},
    encryption: KeyRingSettings | undefined = this.parts.settings.encryption,
  ): Promise<void> {
    const ring = new KeyRing(encryption);
    const path = process.env['TEST_WORKFLOW_BUNDLE'];
    if (!path) throw new Error('TEST_WORKFLOW_BUNDLE is not set');
    const worker = await Worker.create({
      connection: this.native,
      taskQueue: this.taskQueue,
      workflowBundle: ring.writer === null ? { codePath: path } : { code: hidingBundle(readFileSync(path, 'utf8')) },
      activities: createActivities(this.collectorParts()),
      dataConverter: dataConverter(workerStorage(this.parts.settings.storageFolder ?? null), ring),
      ...(this.parts.settings.storageFolder !== undefined && { isolateExecutionTimeout: LARGE_TASK_LIMIT_MS }),
      ...given,
      maxHeartbeatThrottleInterval: 100,
    });
    this.workers.push({ worker, ended: worker.run() });
  }

  /** Starts the chain. Every hour: nothing happens by itself, the tests say when. */
  async startChain(cronSchedule = '@every 1h', seed?: PullState): Promise<void> {
    await this.reader.client.workflow.start(this.parts.settings.workflowType ?? WORKFLOW_TYPE, {
      workflowId: this.workflowId,
      taskQueue: this.taskQueue,
      cronSchedule,
      workflowRunTimeout: RUN_LIMIT_MS,
      ...(this.parts.settings.storageFolder !== undefined && { workflowTaskTimeout: LARGE_TASK_LIMIT_MS }),
      args: seed ? [{ input: 'ctci', service: 'cewl' }, seed] : [{ input: 'ctci', service: 'cewl' }],
    });
  }

  /**
   * Asks for a pull and waits for its report. When it fails, its run is over before that is told: the next one asks
   * another run.
   */
  async pull(): Promise<PullReport> {
    const runId = await this.runId();
    try {
      return await this.handle.executeUpdate<PullReport, []>(PULL_NOW_UPDATE);
    } catch (error) {
      if (!isUnderWay(error))
        await readRunEnd(this.reader, this.workflowId, runId, AbortSignal.timeout(5_000)).catch(() => undefined);
      throw error;
    }
  }

  /** Asks for a pull; once the run has taken that up, gives what waits for its report. */
  async ask(): Promise<() => Promise<PullReport>> {
    const update = await this.handle.startUpdate<PullReport, []>(PULL_NOW_UPDATE, {
      waitForStage: WorkflowUpdateStage.ACCEPTED,
    });
    return () => update.result();
  }

  check(options?: CheckOptions): Promise<CheckedStep[]> {
    return this.reader.client.workflow.execute(CHECK_WORKFLOW_TYPE, {
      workflowId: `check-${randomUUID()}`,
      taskQueue: this.taskQueue,
      args: [{ input: 'ctci', service: 'cewl' }, ...(options === undefined ? [] : [options])],
    }) as Promise<CheckedStep[]>; // the type's own
  }

  async runId(): Promise<string> {
    return (await this.handle.describe()).runId;
  }

  /** What the current run was given. */
  async current(): Promise<RunStart> {
    return readRunStart(this.reader, this.workflowId, await this.runId());
  }

  /** The carried state, as the next pull will find it. */
  async state(): Promise<PullState> {
    const { carried } = await this.current();
    if (!carried) throw new Error('No state is carried yet');
    const state = listStateOf(carried.state);
    if (!state) throw new Error('The state is none of a list');
    return state;
  }

  /** Waits until the run has ended, and says how. */
  async endOf(runId: string): Promise<RunEnd> {
    const end = await readRunEnd(this.reader, this.workflowId, runId, AbortSignal.timeout(30_000));
    if (!end) throw new Error('The run has no end');
    return end;
  }

  async stop(): Promise<void> {
    await this.handle.terminate().catch(() => undefined);
    await this.stopWorkers();
    await this.native.close();
    await this.reader.client.connection.close();
  }

  /**
   * Tells the workers to stop, and waits until none of them takes a workflow task any more; activities may still be
   * under way.
   */
  async stopTakingTasks(): Promise<void> {
    for (const { worker } of this.workers) worker.shutdown();
    await until(() => this.workers.every(({ worker }) => worker.getStatus().workflowPollerState === 'SHUTDOWN'));
  }

  async stopWorkers(): Promise<void> {
    for (const { worker, ended } of this.workers.splice(0)) {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
    }
  }

  private collectorParts(): Parameters<typeof createActivities>[0] {
    const { parts } = this;
    return {
      fingerprint: () => parts.settings.fingerprint,
      externalStorage: parts.settings.storageFolder !== undefined,
      redact: (text) => text,
      webhooks: () => parts.settings.webhooks ?? [],
      searchAttributes: () => Promise.resolve(parts.settings.searchAttributes ?? []),
      linkToRun: (workflowId, runId) => Promise.resolve(`http://ui.test/${workflowId}/${runId}`),
      ...(parts.settings.callLimits && { callLimits: parts.settings.callLimits }),
      ...(parts.settings.mismatchAttempts !== undefined && { mismatchAttempts: parts.settings.mismatchAttempts }),
      service: (_input, service) => {
        if (service !== 'cewl' || parts.settings.missing)
          throw new CollectorError('service_unknown', { seen: service });
        return serviceParts(parts);
      },
    };
  }
}

function serviceParts({ source, lookups, settings }: CollectorUnderTest<ListSource>): ServiceParts {
  return {
    resetPersistenceAuth: settings.resetPersistenceAuth,
    shrinkLimitPercent: settings.shrinkLimitPercent,
    retryForSeconds: settings.retryForSeconds,
    periodSeconds: 3600,
    ...(settings.historyFrom !== undefined && {
      history: { from: settings.historyFrom, setting: 'inputs.ctci.services.cewl.historical_poll_datetime' },
    }),
    ...(settings.obfuscation && {
      judgeColumns: (columns: readonly string[]) =>
        judgeFields(settings.obfuscation ?? [], columns, source.list, 'inputs.ctci.services.cewl.obfuscation'),
    }),
    source,
    outputs: lookups.map((output) => ({
      output,
      holds: output.type.startsWith('devo_lookup') ? 'list' : 'events',
      mode: settings.modes?.[output.name] ?? settings.mode,
      full_refresh_seconds: null,
    })),
  };
}

function isUnderWay(error: unknown): boolean {
  return (
    error instanceof WorkflowUpdateFailedError &&
    error.cause instanceof ApplicationFailure &&
    error.cause.type === PULL_UNDER_WAY
  );
}
