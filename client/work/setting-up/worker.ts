import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { constants } from 'node:os';
import { collectorFolder, type CommonOptions } from '../../open-collector';
import { hasTerminal, toldToStop } from '../../up/stop-signals';
import { goOnUnheard } from '../../voice';
import { workerBounds } from './worker-bounds';

/** The worker's program, compiled beside the client's. */
export const WORKER_PROGRAM = join(__dirname, '..', '..', '..', 'worker', 'main.js');

export interface WorkOptions extends Pick<CommonOptions, 'config'> {
  /** Replays the newest real runs, and ends. */
  readonly verify: boolean;
}

/** Runs only the worker, until it is told to stop. Resolves with its exit code. */
export function worker(options: WorkOptions): Promise<number> {
  goOnUnheard();
  // A group of its own: what a terminal sends to all, the worker hears from this process alone, once.
  const { nodeArguments, env } = workerBounds();
  const child = spawn(
    process.execPath,
    [
      ...nodeArguments,
      WORKER_PROGRAM,
      ...['--config', options.config, '--folder', collectorFolder(options.config)],
      ...(options.verify ? ['--verify'] : []),
    ],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
      env,
    },
  );
  const inTerminal = hasTerminal();
  // In a terminal it means that the terminal was closed, and is a word to stop.
  process.on('SIGHUP', () => {
    if (!inTerminal) child.kill('SIGHUP');
  });
  void toldToStop(() => child.kill('SIGKILL')).then(() => child.kill('SIGTERM'));
  // where no terminal was closed, it asks for another look at the configuration
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  return new Promise((ended, failed) => {
    child.once('error', failed);
    child.once('exit', (code, signal) => ended(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
