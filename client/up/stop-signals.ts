import { isatty } from 'node:tty';

/** npm passes Ctrl-C on, so SIGINT arrives twice; a second one so soon is the same one. */
const SAME_INTERRUPT_MS = 2_000;

/**
 * Resolves when this process is told to stop. A further interrupt, later than npm's echo of the first, gives up waiting
 * for an orderly end: `hurry` is called.
 *
 * A terminal that is closed (SIGHUP) tells it to stop too. Without a terminal there is nothing to be closed, and SIGHUP
 * comes where `nohup` meant to keep it away: Node sets an ignored SIGHUP back to its default. Then it goes on.
 */
export function toldToStop(hurry: () => void): Promise<NodeJS.Signals> {
  const inTerminal = hasTerminal();
  let first: number | null = null;
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (signal === 'SIGHUP' && !inTerminal) return;
        if (first === null) {
          first = Date.now();
          resolve(signal);
        } else if (Date.now() - first > SAME_INTERRUPT_MS) hurry();
      });
    }
  });
}

/**
 * Whether this process was started in a terminal. Asked at the start: of one that was closed since, nothing can be
 * known.
 */
export function hasTerminal(): boolean {
  return isatty(0) || isatty(1);
}
