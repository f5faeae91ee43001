/**
 * Gives a call a signal of its own: the SDK never takes its listeners off, and who follows a chain or listens to a run
 * calls again and again under one signal. It ends at once with the signal, whatever becomes of the call: the SDK does
 * not cancel one that begins under a signal that is aborted already.
 */
export async function abortable<Result>(
  signal: AbortSignal,
  call: (own: AbortSignal) => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  const own = new AbortController();
  const abort = (): void => own.abort(signal.reason);
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([call(own.signal), never(own.signal)]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Rejects with the signal's reason. */
function never(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(reasonOf(signal)), { once: true });
  });
}

function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
