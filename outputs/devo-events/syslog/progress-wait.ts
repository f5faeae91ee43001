/** Waits for conditions that events bring about, and gives up when nothing moves any more. */
export class ProgressWait {
  readonly #moved: () => number;
  #wake: (() => void) | null = null;

  /** @param moved a number that changes as long as something moves */
  constructor(moved: () => number) {
    this.#moved = moved;
  }

  /** To be called by every event that may have changed something. */
  wake(): void {
    this.#wake?.();
  }

  /** Resolves with true when `done`, with false when nothing has moved for `limitMs`. One wait at a time. */
  async until(done: () => boolean, limitMs: number): Promise<boolean> {
    const watch = { late: false, moved: this.#moved() };
    const timer = setInterval(() => {
      const moved = this.#moved();
      watch.late = moved === watch.moved;
      watch.moved = moved;
      this.wake();
    }, limitMs);
    try {
      while (!done() && !watch.late) await new Promise<void>((resolve) => (this.#wake = resolve));
    } finally {
      clearInterval(timer);
      this.#wake = null;
    }
    return done();
  }
}
