import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CollectorError } from '../../config/errors/collector-error';
import { loadConfig } from '../../config/load-config';
import { startCodecServer } from '../../engine/codec-server';
import { DeflatingCodec } from '../../engine/deflating-codec';
import { startDevServer } from '../../engine/dev-server';
import type { Engine } from '../../engine/engine';
import { isEngineGiven } from '../../engine/engine-target';
import { applyConfiguration } from '../apply';
import { DEMO_CONFIG, type ConfigChoice } from '../config-file';
import { collectorFolder, openCollector, type Collector } from '../open-collector';
import { pullServices } from '../pull';
import { EXIT, type ExitCode } from '../verb-result';
import { ChildFailure } from './child-program';
import { startDemo, type Demo } from './demo';
import { keepWorker } from './kept-worker';
import { sayPulls } from './live-lines';
import { StopList } from './stop-list';
import { toldToStop } from './stop-signals';

/** Wished port of the payload decoder for the Web UI; a free one is taken when it is not. */
const CODEC_PORT = 8234;
const FIRST_PULL_LIMIT_SECONDS = 3_000;

export interface UpOptions {
  readonly choice: ConfigChoice;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

/**
 * Everything: engine if none is given, simulators if there is no configuration, worker, crons, first pull, and a line
 * for each pull until it is told to stop. Then it stops all that it has started, in order.
 */
export async function up(options: UpOptions): Promise<ExitCode> {
  const { say } = options;
  const stops = new StopList(say);
  const stopping = new AbortController();
  const told = toldToStop(() => process.exit(EXIT.failed)).then((signal) => {
    say(signal === 'SIGINT' ? '\nStopping ...' : `Stopping (${signal}) ...`);
    stopping.abort();
  });
  try {
    await Promise.race([run(options, stops, stopping.signal), told]);
    await told;
    return EXIT.done;
  } finally {
    await stops.stopAll();
  }
}

async function run({ choice, env, say }: UpOptions, stops: StopList, signal: AbortSignal): Promise<void> {
  const isDemo = choice.demo;
  const configFile = isDemo ? DEMO_CONFIG : choice.file;
  const demo = isDemo ? await startDemo() : null;
  if (demo) stops.add('simulators', () => demo.simulators.stop());
  loadConfig(configFile, { env, now: new Date(), judgeHistory: 'warn' }); // before anything else starts: a fault in it is for the user
  const folder = collectorFolder(configFile);
  await mkdir(folder, { recursive: true });

  const engine = isEngineGiven(env) ? null : await startEngine(folder, env, stops, say);
  const collector = await openCollector({ config: configFile, json: false }, env);
  stops.add('client', () => collector.close());
  sayWhatRuns(collector, engine, demo, folder, configFile, say);

  const worker = await keepWorker(configFile, folder, say).catch((error: unknown) => {
    throw error instanceof ChildFailure ? new CollectorError('unexpected', { seen: `the worker did not start: ${error.words}` }) : error;
  });
  stops.add('worker', () => worker.stop());
  for (const note of await applyConfiguration(collector)) say(note);
  say('');
  const saying = sayPulls(collector, signal, say);
  void pullServices(collector, FIRST_PULL_LIMIT_SECONDS).catch(() => undefined); // its line comes like every other's
  await saying;
}

async function startEngine(folder: string, env: NodeJS.ProcessEnv, stops: StopList, say: (line: string) => void): Promise<Engine> {
  const cliPath = env['TEMPORAL_CLI_PATH'];
  if (!cliPath) throw new CollectorError('cli_missing', { setting: 'TEMPORAL_CLI_PATH', seen: 'start by "npm start", which finds or makes it' });
  let uiOrigins: string[] = [];
  const codec = await startCodecServer({ codec: new DeflatingCodec(), port: { port: CODEC_PORT }, origins: () => uiOrigins });
  stops.add('payload decoder', () => codec.close());
  const engine = await startDevServer({ cliPath, folder, codecEndpoint: codec.url, log: say });
  stops.add('Temporal', () => engine.stop());
  if (engine.uiUrl !== null) uiOrigins = [engine.uiUrl, engine.uiUrl.replace('127.0.0.1', 'localhost')];
  if (engine.adopted) say('Temporal: going on with the server that an earlier start left behind');
  return engine;
}

function sayWhatRuns(collector: Collector, engine: Engine | null, demo: Demo | null, folder: string, configFile: string, say: (line: string) => void): void {
  const { target } = collector;
  const lines: [string, string][] = [
    ...(engine?.uiUrl ? [['Web UI', `${engine.uiUrl}/namespaces/${target.namespace}/workflows`] as [string, string]] : []),
    ['Temporal', `${target.address}, namespace ${target.namespace}${engine ? '' : ' (given by the environment)'}`],
    ...(demo ? [['CTCI', `${demo.ctciUrl}  (simulated: four months of real list history, a day a pull)`] as [string, string], ['Devo', `${demo.devoUrl}  (simulated; open it to see the lookup)`] as [string, string]] : []),
    ['Worker', `queue ${collector.loaded.taskQueue}, log ${join(folder, 'worker.log')}`],
    ['Config', configFile],
    ['Client', `npm run -s collector -- status | pull | history | reset [value] --now | ...   (Ctrl-C here stops everything)`],
  ];
  say('');
  for (const [name, words] of lines) say(`${name.padEnd(9)} ${words}`);
  say('');
}
