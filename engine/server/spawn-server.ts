import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { CollectorError } from '../../errors/collector-error';
import { endProcess } from './end-process';
import { databaseFault } from './database-fault';
import { openEngineLog, type EngineLog } from './engine-log';
import { answersAsTemporal } from './engine-health';
import { listensOn } from './port-owner';
import { serverArguments, serverEnvironment, type ServerCommand } from './server-command';

const POLL_MS = 25;
/** The dev server is up in 0.2 s, with a large database or on a loaded machine in seconds. */
const READY_MS = 30_000;
const LINES_SHOWN = 15;

export interface SpawnedServer {
  readonly pid: number;
  readonly ended: Promise<void>;
  /** Returns when the server answers; throws CollectorError with its last lines when it dies or stays silent. */
  untilReady(address: string): Promise<void>;
}

/**
 * Starts the server in a process group of its own, so that Ctrl-C in the terminal does not reach it: the program
 * that started it ends it, after the worker.
 */
export async function spawnServer(cliPath: string, folder: string, command: ServerCommand): Promise<SpawnedServer> {
  const log = openEngineLog(folder);
  const child = spawn(cliPath, serverArguments(command), {
    detached: true,
    stdio: ['ignore', log.descriptor, log.descriptor],
    cwd: folder,
    env: serverEnvironment(process.env),
  });
  try {
    await spawned(child);
  } catch (cause) {
    throw new CollectorError('cli_missing', {
      setting: 'TEMPORAL_CLI_PATH',
      seen: `${cliPath} cannot be started (${String(cause)})`,
      cause,
    });
  } finally {
    log.close();
  }
  child.unref();
  const pid = child.pid ?? -1;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let over = false;
  void ended.then(() => {
    over = true;
  });

  async function untilReady(address: string): Promise<void> {
    const deadline = Date.now() + READY_MS;
    while (!(await answersAsTemporal(address, command.namespace, 2_000)) || listensOn(pid, command.port) === false) {
      if (over) throw endedEarly(log, address, command.database);
      if (Date.now() > deadline) {
        await endProcess(pid);
        throw new CollectorError('engine_unreachable', {
          seen: `the server does not answer at ${address} after ${READY_MS / 1000} s:\n${log.lastLines(LINES_SHOWN)}`,
        });
      }
      await wait(POLL_MS);
    }
  }
  return { pid, ended, untilReady };
}

/**
 * A port that was free a moment ago may be taken by now; the server then says so, and perhaps falls over its own feet.
 */
function endedEarly(log: EngineLog, address: string, database: string): CollectorError {
  const everything = log.lastLines(Infinity);
  if (everything.includes('address already in use'))
    return new CollectorError('port_taken', { seen: `${address}, or one beside it` });
  return (
    databaseFault(everything, database) ??
    new CollectorError('engine_unreachable', {
      seen: `the server ended while it started:\n${log.lastLines(LINES_SHOWN)}`,
    })
  );
}

function spawned(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
}
