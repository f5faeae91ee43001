/**
 * Gives a call a signal of its own: the SDK never takes its listeners off, and who follows a chain or listens to a run
 * calls again and again under one signal.
 */
export async function abortable<Result>(
  signal: AbortSignal,
  call: (own: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const own = new AbortController();
  const abort = (): void => own.abort(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  try {
    return await call(own.signal);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
