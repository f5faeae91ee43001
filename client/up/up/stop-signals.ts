/** npm passes Ctrl-C on, so SIGINT arrives twice; a second one so soon is the same one. */
const SAME_INTERRUPT_MS = 2_000;

/**
 * Resolves when this process is told to stop. A further interrupt, later than npm's echo of the first, gives up waiting
 * for an orderly end: `hurry` is called.
 */
export function toldToStop(hurry: () => void): Promise<NodeJS.Signals> {
  let first: number | null = null;
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (first === null) {
          first = Date.now();
          resolve(signal);
        } else if (Date.now() - first > SAME_INTERRUPT_MS) hurry();
      });
    }
  });
}
