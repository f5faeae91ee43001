import type { CollectorError } from '../errors/collector-error';

/**
 * Does a piece of work within a limit of its own, whether it heeds the signal or not.
 *
 * @param limitMs milliseconds
 * @param late makes the error that says what was too slow
 */
export async function within<Result>(
  limitMs: number,
  signal: AbortSignal,
  late: () => CollectorError,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const limit = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => {
      const error = late();
      limit.abort(error);
      refuse(error);
    }, limitMs);
  });
  try {
    return await Promise.race([work(AbortSignal.any([limit.signal, signal])), ended]);
  } finally {
    clearTimeout(timer);
  }
}
