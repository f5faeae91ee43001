/** How long a request may take, in milliseconds: to a usable connection, and to the last byte of the answer. */
export interface TimeLimits {
  readonly connectMs: number;
  readonly totalMs: number;
}

/** Watches one request. Its signal is aborted when a limit has passed or the caller gives up. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** The limit that has passed, in words, or null. */
  passed(): string | null;
  /** The connection stands: from now on only the total limit counts. */
  connected(): void;
  /** The request has ended; nothing is watched any more. */
  end(): void;
}

export function startDeadline(limits: TimeLimits, caller: AbortSignal): Deadline {
  const controller = new AbortController();
  let passed: string | null = null;

  function pass(limit: string): void {
    passed = limit;
    controller.abort();
  }

  const connect = setTimeout(() => pass(`no connection within ${seconds(limits.connectMs)}`), limits.connectMs);
  const total = setTimeout(() => pass(`not complete within ${seconds(limits.totalMs)}`), limits.totalMs);

  return {
    signal: AbortSignal.any([controller.signal, caller]),
    passed: () => passed,
    connected: () => clearTimeout(connect),
    end() {
      clearTimeout(connect);
      clearTimeout(total);
    },
  };
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
