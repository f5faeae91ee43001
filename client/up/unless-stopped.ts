/** The work's result, unless the signal comes first: then it throws, and what the work still does is of no interest. */
export function unlessStopped<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  work.catch(() => undefined);
  const stopped = new Promise<never>((_, refuse) => {
    if (signal.aborted) refuse(new Error('stopped'));
    signal.addEventListener('abort', () => refuse(new Error('stopped')), { once: true });
  });
  stopped.catch(() => undefined);
  return Promise.race([work, stopped]);
}
