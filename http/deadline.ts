/** How long a request may take, in milliseconds. What is left out has no limit. */
export interface TimeLimits {
  /** To a usable connection: name lookup, TCP, proxy and TLS together. */
  readonly connectMs?: number | undefined;
  /** To the last byte of the answer. */
  readonly totalMs?: number | undefined;
  /**
   * The same, begun anew with each piece of the body that the peer takes: a large upload on a slow line is not cut off
   * while it moves.
   */
  readonly stillMs?: number | undefined;
}

/** Watches one request. Its signal is aborted when a limit has passed or the caller gives up. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** The limit that has passed, in words, or null. */
  passed(): string | null;
  /** The connection stands: from now on only the other limits count. */
  connected(): void;
  /** The peer has taken a piece of the body. */
  moved(): void;
  /** The request has ended; nothing is watched any more. */
  end(): void;
}

export function startDeadline({ connectMs, totalMs, stillMs }: TimeLimits, caller: AbortSignal): Deadline {
  const controller = new AbortController();
  let passed: string | null = null;

  function limit(ms: number | undefined, what: string): NodeJS.Timeout | undefined {
    if (ms === undefined) return undefined;
    return setTimeout(() => {
      passed = `${what} ${ms / 1000} s`;
      controller.abort();
    }, ms);
  }

  const connect = limit(connectMs, 'no connection within');
  const total = limit(totalMs, 'not complete within');
  const still = limit(stillMs, 'nothing moved for');

  return {
    signal: AbortSignal.any([controller.signal, caller]),
    passed: () => passed,
    connected: () => clearTimeout(connect),
    moved: () => void still?.refresh(),
    end() {
      for (const timer of [connect, total, still]) clearTimeout(timer);
    },
  };
}
