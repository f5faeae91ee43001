import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { isatty } from 'node:tty';
import { Client } from '@temporalio/client';
import { Worker, type InjectedSinks, type WorkerDeploymentOptions } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createActivities } from '../activities/create-activities';
import { version } from '../package.json';
import type { LoadedConfig } from '../config/load-config';
import { logSettingFaults } from '../config/log-level';
import type { Redactor } from '../config/secrets/redaction';
import { ConfigInUse } from './configuration/config-in-use';
import { EditWatch } from '../config/edit-watch';
import { takeEdit } from './configuration/take-edit';
import { LARGE_TASK_LIMIT_MS } from '../domain/time-limits';
import { connectEngine } from '../engine/connection';
import { findEngine } from '../engine/engine-target';
import { KeyRing } from '../engine/encryption/key-ring';
import { buildIdOf } from '../engine/builds/build-id';
import { dataConverter, loadedDataConverter } from '../engine/payloads/data-converter';
import {
  checkStorageFolder,
  clientStorage,
  storageFolder,
  workerStorage,
} from '../engine/external-storage/payload-storage';
import { attributesOfRuns } from './attributes-of-runs';
import { hearOfRun, type RunRef } from '../engine/histories/run-news';
import { isWaitedFor } from './turns/is-waited-for';
import { atOneBeat } from './at-one-beat';
import { bundleOf } from './bundle-of';
import { logBuildFacts } from './build-facts';
import { collectorParts } from './assembly/collector-parts';
import { CredentialWatch } from './engine-link/credential-watch';
import { connectWorker, EngineLink } from './engine-link/engine-link';
import { every } from './every';
import { Health } from './health/health';
import { PollWatch } from './health/poll-watch';
import { createLogger, logSettings } from './log/logger';
import { logMemory } from './log/memory-lines';
import { CollectorMetrics } from './metrics/collector-metrics';
import { installRuntime } from './metrics/install-runtime';
import { comeToRest } from './orderly-stop';
import { reachEngine } from './reach-engine';
import { SenderStatistics } from './sender-statistics';
import { StepTurns } from './turns/step-turns';
import { StepsInHand } from './steps-in-hand';
import { SWEEP_EVERY_MS, sweepAndSay } from './sweep-and-say';
import { FailedRunWatch } from './watch/failed-run-watch';
import { ServiceWatch } from './watch/service-watch';
import type { PullSinks } from '../workflows/tell-worker';

export interface WorkerOptions {
  readonly configFile: string;
  /** Folder with engine.json. */
  readonly folder?: string;
  /** The compiled workflow bundle. */
  readonly bundle: string;
  /** Told how to mask the secrets, once they are known. */
  readonly onSecrets: (redact: Redactor) => void;
}

const SERVICE_WATCH_MS = 15_000;

/** How often the log says of a chain that it does not go on. */
const SERVICE_SAY_MS = 60_000;

/**
 * For so long after a chain has gone on with another run it is asked whether the one before failed because of other
 * code: the engine's list of runs may be a minute behind.
 */
const FAILED_RUN_MS = 90_000;

/** Certificates that are renewed have some hours left; two looks see to it that they are whole. */
const CREDENTIAL_WATCH_MS = 5_000;

/**
 * How often what costs next to nothing is looked at: the file of the configuration, whose edit counts when it has
 * stayed for as long again; warnings of the SDK's core; whether it is time to ask for polls.
 */
const LOOK_MS = 2_000;

/** Until Temporal knows this worker it is not ready, and somebody may be waiting for that. */
const FIRST_POLLS_MS = 1_000;

/** Every so many looks the metrics are set. */
const METRICS_LOOKS = 3;

/** At most so many steps are under way at a time. */
const MAX_STEPS = 40;

/**
 * So long a task of a run waits for the worker that remembers it; then any other one reads the run's short history. The
 * SDK's 10 s are what a pull would stand still for after its worker has died.
 */
const REMEMBERED_RUN_MS = 3_000;

/** Runs a worker until it is told to stop (SIGINT, SIGTERM, or the end of the process that started it). */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const config = new ConfigInUse(options.configFile, process.env);
  const { loaded, redact } = config;
  options.onSecrets(redact);
  let lost = 0; // lines that could not be written since the metrics were told of them
  const logger = createLogger(
    logSettings(process.env, process.stdout.isTTY, loaded.config.globals.debug),
    redact,
    process.stdout,
    () => {
      lost += 1;
    },
  );
  for (const words of logSettingFaults(process.env)) logger.warn(words);
  logInitialization(loaded, logger);
  const buildId = loaded.config.globals.worker_versioning ? buildIdOf(options.bundle) : null;
  const health = new Health(loaded, buildId);
  await health.offer(redact);
  const runtime = installRuntime(loaded, logger);
  const metrics = new CollectorMetrics(runtime.metricMeter, loaded.services(), { version, buildId });

  const storage = await openStorage(loaded, logger);
  const ring = new KeyRing(loaded.config.globals.encryption);
  const lookup = {
    ...(options.folder !== undefined && { folder: options.folder }),
    env: process.env,
    proxy: loaded.config.globals.temporal?.proxy,
  };
  const { target, connection } = await connectEngine(lookup);
  const identity = `${process.pid}@${hostname()}-${randomBytes(3).toString('hex')}`;
  const converter = loadedDataConverter(clientStorage(storage), ring);
  const clientConverter = dataConverter(clientStorage(storage), ring);
  const link = new EngineLink(
    lookup,
    connection,
    (each) => new Client({ connection: each, namespace: target.namespace, identity, dataConverter: clientConverter }),
  );
  const reader = withClientOf(link, { converter });
  await reachEngine(target, () => logBuildFacts(link.client, logger, target.address));

  const statistics = new SenderStatistics(new Date());
  const stopping = new AbortController();
  const steps = new StepsInHand();
  const turns = new StepTurns({ isWaitedFor: (info) => isWaitedFor(link.client, info) });
  const parts = {
    ...collectorParts(config, logger, statistics, metrics, () => steps.passed()),
    stopping: stopping.signal,
    searchAttributes: attributesOfRuns(reader, () => config.loaded.config.globals, logger),
    news: (run: RunRef, tell: () => void, signal: AbortSignal) => hearOfRun(link.client, run, tell, signal),
  };
  const services = new ServiceWatch(reader, loaded.taskQueue, loaded.services(), logger);
  const failedRuns = new FailedRunWatch(
    reader,
    loaded.taskQueue,
    () => config.loaded.services(),
    logger,
    (workflowId) => metrics.ofOtherCode(workflowId),
  );
  const native = await reachEngine(target, () => connectWorker(target));
  const workflowBundle = await bundleOf(options.bundle, ring);
  const worker = await reachEngine(target, () =>
    Worker.create({
      connection: native,
      namespace: target.namespace,
      identity,
      taskQueue: loaded.taskQueue,
      workflowBundle,
      activities: createActivities(parts),
      interceptors: { activity: [steps.interceptor, turns.interceptor] },
      sinks: sinksFor(metrics, services),
      dataConverter: dataConverter(workerStorage(storage), ring),
      ...(storage !== null && { isolateExecutionTimeout: LARGE_TASK_LIMIT_MS }),
      stickyQueueScheduleToStartTimeout: REMEMBERED_RUN_MS,
      maxHeartbeatThrottleInterval: 200,
      ...(buildId !== null && { workerDeploymentOptions: pinnedTo(loaded.taskQueue, buildId) }),
      // A run that other code has begun fails at once; without, its task would be tried again for ever.
      workflowFailureErrorTypes: { '*': ['NondeterminismError'] },
      maxConcurrentActivityTaskExecutions: MAX_STEPS,
    }),
  );
  link.serve(worker, native);
  const credentials = new CredentialWatch({
    find: () => findEngine(lookup),
    used: target,
    renew: (fresh, what) => link.renew(fresh, what),
    logger,
  });
  const polls = new PollWatch(
    withClientOf(link, {
      address: target.address,
      taskQueue: loaded.taskQueue,
      identity,
      busy: () => worker.getStatus().numInFlightActivities >= MAX_STEPS,
    }),
  );
  health.watch({ worker, polls, services });
  void services.look();
  const { globals } = loaded.config;
  const place = storage === null ? null : withClientOf(link, { taskQueue: loaded.taskQueue, folder: storage });
  if (place) void sweepAndSay(place, logger);
  const edits = new EditWatch(options.configFile);
  const reload = (why: string): void =>
    takeEdit(config, why, logger, (taken) => {
      ring.use(taken.config.globals.encryption);
      services.watch(taken.services());
      metrics.follow(taken.services());
    });
  const firstPolls = every(FIRST_POLLS_MS, async () => {
    if (polls.isKnown()) firstPolls.stop();
    else if (polls.isDue()) await polls.look();
  });
  const timers = [
    firstPolls,
    ...(place ? [every(SWEEP_EVERY_MS, () => sweepAndSay(place, logger))] : []),
    every(SERVICE_WATCH_MS, async () => {
      await services.look();
      if (services.foundRun() < FAILED_RUN_MS) await failedRuns.look();
    }),
    every(SERVICE_SAY_MS, () => services.say()),
    ...(credentials.isNeeded() ? [every(CREDENTIAL_WATCH_MS, () => credentials.look())] : []),
    every(
      LOOK_MS,
      atOneBeat([
        [1, () => runtime.flushLogs()],
        [1, () => void (polls.isDue() && polls.look())],
        [
          1,
          () => {
            if (edits.look()) reload('it was edited');
          },
        ],
        [
          METRICS_LOOKS,
          () => {
            metrics.show(services.facts(), health.judge(new Date()).ready);
            metrics.linesDropped(lost);
            lost = 0;
          },
        ],
      ]),
    ),
    every(globals.sender_stats_period_in_sec * 1000, () => statistics.log(logger, new Date())),
    every(globals.memory_stats_period_in_sec * 1000, () => logMemory(logger)),
  ];
  stopWhenTold(
    worker,
    () => reload('SIGHUP'),
    () => {
      stopping.abort(new Error('the worker stops'));
      return comeToRest(steps, link.client);
    },
    logger,
  );
  logger.info(`Worker started on task queue ${loaded.taskQueue}`);
  process.send?.({ ready: true });
  try {
    await worker.run();
  } finally {
    for (const timer of timers) timer.stop();
    health.close();
    parts.close();
    await link.close();
  }
  logger.info('Worker stopped');
}

/** Something that needs a client, which is another one after the connection was renewed. */
function withClientOf<Others extends object>(link: EngineLink, others: Others): Others & { readonly client: Client } {
  return Object.defineProperty({ ...others, client: link.client }, 'client', { get: () => link.client });
}

/** Each run goes on with the build that began it. */
function pinnedTo(deploymentName: string, buildId: string): WorkerDeploymentOptions {
  return {
    version: { deploymentName, buildId },
    useWorkerVersioning: true,
    defaultVersioningBehavior: 'PINNED',
  };
}

/** The folder for large payloads, or null; made and tried before anything depends on it. */
async function openStorage(loaded: LoadedConfig, logger: Logger): Promise<string | null> {
  const folder = storageFolder(loaded);
  if (folder === null) return null;
  await checkStorageFolder(folder);
  logger.info(`Lists too large for a payload are kept in ${folder}`);
  return folder;
}

function logInitialization(loaded: LoadedConfig, logger: Logger): void {
  const { globals } = loaded.config;
  logger.info(`Configuration ${loaded.file} has been loaded and validated`);
  for (const warning of loaded.warnings) logger.warn(warning);
  logger.info(`Variables initialized: collector ${globals.name}#${globals.id}`);
  for (const { input, service, cronSpec, outputs } of loaded.services()) {
    logger.info(
      `Service ${input}/${service} started: pulls ${cronSpec}, delivers to ` +
        outputs.map(({ name, type }) => `${name} (${type})`).join(', '),
    );
  }
  logger.info(
    'Sender services internal, standard and lookup started: statistics every ' +
      `${globals.sender_stats_period_in_sec} seconds`,
  );
}

/** What runs tell when they end: it counts in the metrics, and is the newest that is known of their service. */
function sinksFor(metrics: CollectorMetrics, services: ServiceWatch): InjectedSinks<PullSinks> {
  return {
    pulls: {
      ended: {
        fn({ workflowId }, end) {
          metrics.pullEnded(workflowId, end);
          services.pullEnded(workflowId, end);
        },
      },
    },
  };
}

function stopWhenTold(worker: Worker, reload: () => void, comeToRest: () => Promise<void>, logger: Logger): void {
  let told = false;
  function stop(why: string): void {
    if (told) return;
    told = true;
    logger.info(`Worker stops: ${why}`);
    void comeToRest().finally(() => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
    });
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(signal));
  // Without a terminal there is none to be closed: `nohup` meant to keep it away, and Node sets an ignored SIGHUP back
  // to its default.
  const inTerminal = isatty(0) || isatty(1);
  process.on('SIGHUP', () => {
    if (inTerminal) stop('SIGHUP');
    else reload();
  });
  process.on('disconnect', () => stop('the process that started it has ended'));
}
