import { join } from 'node:path';
import { CollectorError } from '../../errors/collector-error';
import { ChildFailure, type ChildProgram } from './child-program';
import { keepRunning, type Running } from './keep-running';
import { startWorker } from './start-worker';

const WORKER_READY_MS = 30_000;

/**
 * Runs the worker and starts it again when it dies. Throws CollectorError with its last words when it never came up;
 * the signal ends the waiting for that.
 */
export async function keepWorker(
  configFile: string,
  folder: string,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<Pick<Running, 'stop' | 'kill'>> {
  const logFile = join(folder, 'worker.log');
  const args = ['--config', configFile, '--folder', folder];
  const begin = (giveUp: AbortSignal): Promise<ChildProgram> =>
    startWorker({ args, logFile, readyWithinMs: WORKER_READY_MS, signal: giveUp });
  const first = await begin(signal).catch((error: unknown) => {
    throw error instanceof ChildFailure
      ? new CollectorError('unexpected', { seen: `the worker did not start: ${error.words}` })
      : error;
  });
  return keepRunning(first, { name: 'The worker', logFile, begin, say });
}
