/**
 * Limits how long a request may stand still. A request without a body has the limit as its total; an upload calls
 * `touch` for every chunk that the peer takes, so that a large list on a slow line is not cut off while it moves.
 */
export interface RequestClock {
  /** Fires when the caller gives up or the limit has passed. */
  readonly signal: AbortSignal;
  readonly timedOut: boolean;
  touch(): void;
  stop(): void;
}

/** Starts a clock with `limitMs` milliseconds. It must be stopped. */
export function startRequestClock(limitMs: number, caller: AbortSignal): RequestClock {
  const controller = new AbortController();
  let timedOut = false;
  const giveUp = (): void => controller.abort();
  const timer = setTimeout(() => {
    timedOut = true;
    controller.abort();
  }, limitMs);
  caller.addEventListener('abort', giveUp, { once: true });
  if (caller.aborted) controller.abort();
  return {
    signal: controller.signal,
    get timedOut() {
      return timedOut;
    },
    touch: () => void timer.refresh(),
    stop() {
      clearTimeout(timer);
      caller.removeEventListener('abort', giveUp);
    },
  };
}
