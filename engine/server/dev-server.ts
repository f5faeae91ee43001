import { join, resolve } from 'node:path';
import { CollectorError } from '../../errors/collector-error';
import { makeFolder } from '../../config/make-folder';
import { judgeLeftEngine } from './adopt-engine';
import { endProcess, tellToEnd } from './end-process';
import type { DevServerOptions, Engine } from '../engine';
import { readEngineFile, removeEngineFile, writeEngineFile, type EngineFile } from './engine-file';
import { keepLogBounded } from './engine-log';
import { choosePort, LOOPBACK, type PortChoice } from './free-port';
import { isAlive, startTicks, thisProcess } from './process-identity';
import { setRetention } from './retention';
import type { ServerCommand } from './server-command';
import { spawnServer } from './spawn-server';

/** Temporal's own ports. */
const USUAL_PORT: PortChoice = { port: 7233 };
const USUAL_UI_PORT: PortChoice = { port: 8233 };

const WATCH_MS = 500;

/** Starts beside each other may choose the same free port; the one that comes second chooses again. */
const PORT_CHOICES = 5;

/**
 * Starts a Temporal dev server whose database outlives it, or goes on with the one that a killed start has left.
 * Returns when it answers and keeps closed runs as long as is wished.
 * Throws CollectorError: `port_taken`, `already_up`, `cli_missing`, `engine_unreachable`.
 */
export async function startDevServer(options: DevServerOptions): Promise<Engine> {
  const folder = resolve(options.folder);
  await makeFolder(folder);
  const database = join(folder, 'temporal.db');
  const left = await judgeLeftEngine(await readEngineFile(folder), database, { ...options, folder });
  const engine =
    left === null ? await startOnFreePorts(folder, database, options, PORT_CHOICES) : await goOnWith(folder, left);
  try {
    await setRetention(engine.address, engine.namespace, options.retentionMs);
  } catch (error) {
    await engine.stop(); // nobody else knows of it yet
    throw error;
  }
  return engine;
}

async function startOnFreePorts(
  folder: string,
  database: string,
  options: DevServerOptions,
  choicesLeft: number,
): Promise<Engine> {
  try {
    return await startAnew(folder, database, options);
  } catch (error) {
    const taken = error instanceof CollectorError && error.id === 'port_taken' && error.setting === null;
    if (taken && choicesLeft > 1) return startOnFreePorts(folder, database, options, choicesLeft - 1);
    throw error;
  }
}

async function startAnew(folder: string, database: string, options: DevServerOptions): Promise<Engine> {
  const command = await chooseCommand(database, options);
  const address = `${LOOPBACK}:${command.port}`;
  const server = await spawnServer(resolve(options.cliPath), folder, command);
  const file: EngineFile = {
    address,
    ui: command.uiPort === null ? null : `http://${LOOPBACK}:${command.uiPort}`,
    pid: server.pid,
    start_ticks: startTicks(server.pid),
    started_at: new Date().toISOString(),
    namespace: command.namespace,
    database,
    codec_endpoint: command.codecEndpoint,
    owner: thisProcess(),
  };
  await writeEngineFile(folder, file); // before it is ready: if this process dies now, the next start knows of it
  try {
    await server.untilReady(address);
  } catch (error) {
    await removeEngineFile(folder, server.pid);
    throw error;
  }
  return keep(folder, file, false, server.ended);
}

async function goOnWith(folder: string, left: EngineFile): Promise<Engine> {
  const file = { ...left, owner: thisProcess() };
  await writeEngineFile(folder, file);
  return keep(folder, file, true, whenGone(left.pid));
}

function keep(folder: string, file: EngineFile, adopted: boolean, ended: Promise<void>): Engine {
  const endBounding = keepLogBounded(folder);
  void ended.then(endBounding);
  let stopping: Promise<void> | null = null;
  async function stop(): Promise<void> {
    endBounding();
    if (isAlive(file.pid)) await endProcess(file.pid);
    await removeEngineFile(folder, file.pid);
  }
  return {
    address: file.address,
    uiUrl: file.ui,
    pid: file.pid,
    namespace: file.namespace,
    adopted,
    ended,
    stop: () => (stopping ??= stop()),
    kill: () => tellToEnd(file.pid),
  };
}

async function chooseCommand(database: string, options: DevServerOptions): Promise<ServerCommand> {
  const reserved = new Set<number>();
  async function take(choice: PortChoice): Promise<number> {
    const port = await choosePort(choice, reserved);
    reserved.add(port);
    return port;
  }
  return {
    database,
    namespace: options.namespace ?? 'default',
    port: await take(options.port ?? USUAL_PORT),
    uiPort: options.uiPort === null ? null : await take(options.uiPort ?? USUAL_UI_PORT),
    httpPort: await take({ port: 0 }),
    metricsPort: await take({ port: 0 }),
    codecEndpoint: options.codecEndpoint ?? null,
  };
}

/** Only a parent is told of an end; of an adopted engine it has to be looked for. */
function whenGone(pid: number): Promise<void> {
  return new Promise((settle) => {
    const timer = setInterval(() => {
      if (isAlive(pid)) return;
      clearInterval(timer);
      settle();
    }, WATCH_MS);
    timer.unref();
  });
}
