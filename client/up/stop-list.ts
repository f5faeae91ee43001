interface Started {
  readonly name: string;
  readonly stop: () => Promise<void>;
  readonly kill: () => void;
}

/** What was started, stopped in the reverse order: the worker before the engine that it talks to. */
export class StopList {
  private readonly started: Started[] = [];
  /** What `stopAll` is at. */
  private current: Started | null = null;

  constructor(private readonly say: (line: string) => void) {}

  /** @param kill ends its processes without waiting for anything, where it has some */
  add(name: string, stop: () => Promise<void>, kill: () => void = () => undefined): void {
    this.started.unshift({ name, stop, kill });
  }

  /** Stops everything; what fails to stop does not keep the rest from it. */
  async stopAll(): Promise<void> {
    for (let next = this.started.shift(); next; next = this.started.shift()) {
      this.current = next;
      try {
        await next.stop();
      } catch (error) {
        this.say(`${next.name} did not stop in order: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    this.current = null;
  }

  /** Leaves no process behind, when there is no time for order. */
  killAll(): void {
    for (const { kill } of [...(this.current ? [this.current] : []), ...this.started]) kill();
  }
}
