/** What was started, stopped in the reverse order: the worker before the engine that it talks to. */
export class StopList {
  private readonly stops: { name: string; stop: () => Promise<void> }[] = [];

  constructor(private readonly say: (line: string) => void) {}

  add(name: string, stop: () => Promise<void>): void {
    this.stops.unshift({ name, stop });
  }

  /** Stops everything; what fails to stop does not keep the rest from it. */
  async stopAll(): Promise<void> {
    for (const { name, stop } of this.stops.splice(0)) {
      try {
        await stop();
      } catch (error) {
        this.say(`${name} did not stop in order: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
