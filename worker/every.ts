/** Runs work again and again until it is stopped, never twice at a time. The timer keeps no process alive. */
export function every(ms: number, work: () => Promise<void> | void): { stop(): void } {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    const underWay = work();
    if (underWay === undefined) return;
    busy = true;
    void underWay.finally(() => {
      busy = false;
    });
  }, ms);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
