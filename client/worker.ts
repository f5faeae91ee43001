import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { constants } from 'node:os';
import { collectorFolder, type CommonOptions } from './open-collector';

/** The worker's program, compiled beside the client's. */
export const WORKER_PROGRAM = join(__dirname, '..', 'worker', 'main.js');

/** Runs only the worker, until it is told to stop. Resolves with its exit code. */
export function worker(options: CommonOptions): Promise<number> {
  const child = spawn(process.execPath, [WORKER_PROGRAM, '--config', options.config, '--folder', collectorFolder(options.config)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  // Ctrl-C in a terminal reaches the worker too; what is sent to this process alone is passed on.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((ended, failed) => {
    child.once('error', failed);
    child.once('exit', (code, signal) => ended(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
