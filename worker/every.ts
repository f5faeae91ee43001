/** Runs work again and again until it is stopped, never twice at a time. The timer keeps no process alive. */
export function every(ms: number, work: () => Promise<void> | void): { stop(): void } {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    void Promise.resolve()
      .then(work)
      .finally(() => {
        busy = false;
      });
  }, ms);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
