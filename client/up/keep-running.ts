import { pause } from '../chain/pause';

const RESTART_FIRST_MS = 500;
const RESTART_MAX_MS = 30_000;

/** Something that runs beside this process. */
export interface Running {
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
  /** Ends it without waiting for anything. */
  kill(): void;
}

export interface KeepOptions {
  /** What people call it: "The worker". */
  readonly name: string;
  readonly logFile: string;
  /** Starts it again; the signal says that nobody wants it any more. */
  readonly begin: (signal: AbortSignal) => Promise<Running>;
  readonly say: (line: string) => void;
}

/** Starts it again whenever it dies, sooner at first than later, until it is stopped. */
export function keepRunning(
  first: Running,
  { name, logFile, begin, say }: KeepOptions,
): Pick<Running, 'stop' | 'kill'> {
  const stopped = new AbortController();
  let current: Running | null = first;

  async function keep(): Promise<void> {
    for (let wait = RESTART_FIRST_MS; ; wait = current ? RESTART_FIRST_MS : Math.min(wait * 2, RESTART_MAX_MS)) {
      await current?.ended;
      if (stopped.signal.aborted) return;
      if (current) say(`${name} has ended; it is started again. Its log: ${logFile}`);
      if (await pause(wait, stopped.signal)) return;
      current = await begin(stopped.signal).catch((error: unknown) => {
        say(`${name} could not be started: ${error instanceof Error ? error.message : String(error)}`);
        return null;
      });
    }
  }

  const keeping = keep();
  return {
    kill: () => current?.kill(),
    async stop() {
      stopped.abort();
      await current?.stop();
      await keeping;
      await current?.stop(); // one that was being started meanwhile
    },
  };
}
