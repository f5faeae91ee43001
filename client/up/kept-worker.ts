import { join } from 'node:path';
import { WORKER_PROGRAM } from '../worker';
import { startChild, type ChildProgram } from './child-program';

const WORKER_READY_MS = 30_000;
const RESTART_FIRST_MS = 1_000;
const RESTART_MAX_MS = 30_000;

export interface KeptWorker {
  stop(): Promise<void>;
}

/** Runs the worker and starts it again when it dies, sooner at first than later. Throws ChildFailure when it never came up. */
export async function keepWorker(configFile: string, folder: string, say: (line: string) => void): Promise<KeptWorker> {
  const begin = (): Promise<ChildProgram> =>
    startChild(WORKER_PROGRAM, { args: ['--config', configFile, '--folder', folder], logFile: join(folder, 'worker.log'), readyWithinMs: WORKER_READY_MS });
  let current: ChildProgram | null = await begin();
  const stopped = new AbortController();

  const isStopped = (): boolean => stopped.signal.aborted;

  async function keep(): Promise<void> {
    let wait = RESTART_FIRST_MS;
    while (!isStopped()) {
      if (current) await current.ended;
      if (isStopped()) return;
      say(`The worker has ended; it is started again. Its log: ${join(folder, 'worker.log')}`);
      await pause(wait, stopped.signal);
      current = await begin().catch(() => null);
      wait = current ? RESTART_FIRST_MS : Math.min(wait * 2, RESTART_MAX_MS);
    }
  }

  const keeping = keep();
  return {
    async stop() {
      stopped.abort();
      await current?.stop();
      await keeping;
      await current?.stop();
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
