import { join } from 'node:path';
import { loadConfig } from '../../config/load-config';
import { similarFiles } from '../../config/load/similar-files';
import { logSettingFaults } from '../../config/log-level';
import { makeFolder } from '../../config/make-folder';
import { ownCommand } from '../../config/own-command';
import { RETENTION_MS } from '../../engine/server/retention';
import { isEngineGiven } from '../../engine/engine-target';
import { listLink } from '../../engine/ui-links';
import { KeyRing } from '../../engine/encryption/key-ring';
import { checkStorageFolder, clientStorage, storageFolder } from '../../engine/external-storage/payload-storage';
import { ReadableCodec } from '../../engine/external-storage/readable-codec';
import { applyConfiguration } from '../work/setting-up/apply';
import { CollectorError } from '../../errors/collector-error';
import { giveState, readGivenState } from '../work/exceptions/state';
import { DEMO_CONFIG, USUAL_CONFIG, type ConfigChoice } from '../config-file';
import { chosenServices, collectorFolder, openCollector, type Collector } from '../open-collector';
import { printError } from '../print-error';
import { printResult } from '../print-result';
import { pullServices } from '../work/everyday/pull';
import { inSilence } from '../waiting/waiting';
import { registerOwnAttributes } from '../work/setting-up/search-attributes';
import { EXIT, type ExitCode } from '../verb-result';
import { complain, goOnUnheard, say as print } from '../voice';
import { requireSimulators, startDemo, type Demo } from './demo';
import { codecToken } from './codec-token';
import { diskWarning } from './disk-need';
import { claimFolder } from './folder-claim';
import { followEdits } from './follow-edits';
import { keepEngine, type KeptEngine } from './kept-engine';
import { keepWorker } from './kept-worker';
import { sayPulls } from './live-lines';
import { StopList } from './stop-list';
import { toldToStop } from './stop-signals';
import { unlessStopped } from './unless-stopped';

const FIRST_PULL_LIMIT_SECONDS = 3_000;

/** The demo pulls every few seconds, and shows what a day of it looks like: with 30 days it would fill the disk. */
const DEMO_RETENTION_MS = 24 * 3600 * 1000;

export interface UpOptions {
  readonly choice: ConfigChoice;
  readonly env: NodeJS.ProcessEnv;
  /** Only these are applied, pulled first and told of; the worker serves all. */
  readonly input?: string;
  readonly service?: string;
  /** A file with the state that a service without one goes on from. */
  readonly state?: string;
  /** The words go to stderr, and stdout gets one document when it ends. */
  readonly json: boolean;
}

/**
 * Everything: engine if none is given, simulators if there is no configuration, worker, crons, first pull, and a line
 * for each pull until it is told to stop. Then it stops all that it has started, in order.
 */
export async function up(options: UpOptions): Promise<ExitCode> {
  const { json } = options;
  const say = (line: string): void => (json ? complain : print)(`${line}\n`);
  goOnUnheard();
  const stops = new StopList(say);
  const stopping = new AbortController();
  void toldToStop(() => {
    stops.killAll();
    process.exit(EXIT.failed);
  }).then((signal) => {
    say(signal === 'SIGINT' ? '\nStopping ...' : `Stopping (${signal}) ...`);
    stopping.abort();
  });
  const failure = await Promise.race([run(options, say, stops, stopping.signal), unexpectedFault()]).then(
    () => null,
    (error: unknown) => (stopping.signal.aborted ? null : { error }),
  );
  stopping.abort();
  await stops.stopAll();
  const exit = failure === null ? EXIT.done : printError(failure.error, json);
  if (json && failure === null) await printResult({ exit: EXIT.done, services: [], words: '' }, json);
  // Not by running out of work: calls to an engine that is gone are still being tried again.
  return process.exit(exit);
}

/** Rejects with what nobody has caught: whatever it is, what was started is stopped in order. */
function unexpectedFault(): Promise<never> {
  return new Promise((_, reject) => {
    process.on('uncaughtException', reject);
    process.on('unhandledRejection', reject);
  });
}

/** Told to stop while it starts, it ends after the step under way, so that nothing is started behind the stopping. */
async function run(
  { choice, env, state, ...only }: UpOptions,
  say: (line: string) => void,
  stops: StopList,
  signal: AbortSignal,
): Promise<void> {
  for (const words of [...logSettingFaults(env), ...(choice.demo ? passedOver() : [])]) say(words);
  if (choice.demo) requireSimulators();
  const configFile = choice.demo ? DEMO_CONFIG : choice.file;
  // before anything starts: a fault in it is for the user
  const loaded = choice.demo ? null : loadConfig(configFile, { env, now: new Date(), judgeHistory: 'warn' });
  const chosen = loaded && chosenServices(loaded, only);
  const given = state === undefined ? null : readGivenState(chosen ?? noServices(), state);
  const retentionMs = choice.demo ? DEMO_RETENTION_MS : RETENTION_MS;
  const warning = loaded && !isEngineGiven(env) ? diskWarning(loaded.services(), retentionMs) : null;
  if (warning !== null) say(`Warning: ${warning}`);
  const payloads = loaded && storageFolder(loaded);
  if (payloads !== null) await checkStorageFolder(payloads);
  const folder = collectorFolder(configFile);
  await makeFolder(folder);

  // Beside a given Temporal, another `up` is one worker more; the files of an engine or of the simulators are for one
  // alone.
  const engineGiven = isEngineGiven(env);
  if (!engineGiven || choice.demo) stops.add('folder', await claimFolder(folder));
  const encryption = loaded?.config.globals.encryption;
  const ring = new KeyRing(encryption);
  const codec = new ReadableCodec(clientStorage(payloads), ring);
  const token = encryption === undefined ? null : await codecToken(folder);
  const engine = engineGiven ? null : await keepEngine({ folder, retentionMs }, { codec, token }, env, stops, say);
  signal.throwIfAborted();
  const demo = choice.demo ? await startDemo(stops, say) : null;
  signal.throwIfAborted();
  const collector = await openCollector({ ...only, config: configFile }, env);
  // Once pulls are followed, the connection is left open: the SDK throws out of a timer when it finds it closed under
  // a retry.
  stops.add('client', () => (signal.aborted ? Promise.resolve() : collector.close()));
  sayWhatRuns(collector, engine, demo, folder, configFile, say);

  await registerOwnAttributes(collector); // before a worker looks for them; whether it worked is said below
  const worker = await keepWorker(configFile, folder, say, signal);
  stops.add(
    'worker',
    () => worker.stop(),
    () => worker.kill(),
  );
  signal.throwIfAborted();
  if (given !== null) say(await unlessStopped(giveState(collector, given), signal));
  for (const note of await unlessStopped(applyConfiguration(collector), signal)) say(note);
  say('');
  if (loaded)
    followEdits({
      options: { ...only, config: configFile },
      taskQueue: loaded.taskQueue,
      env,
      signal,
      say,
      taken: (edited) => {
        for (const keys of [ring, collector.ring]) keys.use(edited.config.globals.encryption);
      },
    });
  const saying = sayPulls(collector, signal, say);
  // its line comes like every other's
  void pullServices(collector, FIRST_PULL_LIMIT_SECONDS, inSilence).catch(() => undefined);
  await saying;
}

/** Throws CollectorError `usage`. */
function noServices(): never {
  throw new CollectorError('usage', {
    setting: '--state',
    seen: `there is no ${USUAL_CONFIG}, so this is the demo, which goes on from no state`,
  });
}

/** A configuration that has nearly the name that is looked for; without this word the demo would seem to be it. */
function passedOver(): string[] {
  return similarFiles(USUAL_CONFIG).map(
    (file) =>
      `There is no ${USUAL_CONFIG}, so this is the demo. ${file} is not read: rename it, or say --config ${file}.`,
  );
}

function sayWhatRuns(
  collector: Collector,
  engine: KeptEngine | null,
  demo: Demo | null,
  folder: string,
  configFile: string,
  say: (line: string) => void,
): void {
  const { target } = collector;
  const ui = engine === null ? target.uiUrl : engine.uiUrl;
  const lines: [string, string][] = [
    ...(ui ? [['Web UI', listLink({ ui, namespace: target.namespace })] as [string, string]] : []),
    ['Temporal', `${target.address}, namespace ${target.namespace}${engine ? '' : ' (given by the environment)'}`],
    ...(demo
      ? [
          ['CTCI', `${demo.ctciUrl}  (simulated: four months of real list history, a day a pull)`] as [string, string],
          ['Devo', `${demo.devoUrl}  (simulated; open it to see the lookup)`] as [string, string],
        ]
      : []),
    ['Worker', `queue ${collector.loaded.taskQueue}, log ${join(folder, 'worker.log')}`],
    ['Config', configFile],
    ['Client', `${ownCommand()} status | pull | history | reset [value] --now | ...   (Ctrl-C here stops everything)`],
  ];
  say('');
  for (const [name, words] of lines) say(`${name.padEnd(9)} ${words}`);
  say('');
}
