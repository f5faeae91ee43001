/** A fault counts down while `requests` is given, else it stays until it is cleared. */
export interface Counted {
  readonly requests?: number | undefined;
}

/** Faults in the order in which they were asked for. The first that fits a request is used up before the next. */
export class FaultQueue<Fault extends Counted> {
  private waiting: Fault[] = [];

  add(fault: Fault): void {
    this.waiting.push(fault);
  }

  clear(): void {
    this.waiting = [];
  }

  list(): readonly Fault[] {
    return this.waiting;
  }

  /** Takes one use of the first fault that fits. */
  take<Fitting extends Fault>(fits: (fault: Fault) => fault is Fitting): Fitting | null {
    const fault = this.waiting.find(fits);
    if (fault === undefined) return null;
    this.use(fault);
    return fault;
  }

  /** Takes one use of every fault that fits. */
  takeAll<Fitting extends Fault>(fits: (fault: Fault) => fault is Fitting): Fitting[] {
    const fitting = this.waiting.filter(fits);
    for (const fault of fitting) this.use(fault);
    return fitting;
  }

  private use(fault: Fault): void {
    if (fault.requests === undefined) return;
    const left = fault.requests - 1;
    this.waiting =
      left > 0
        ? this.waiting.map((one) => (one === fault ? { ...fault, requests: left } : one))
        : this.waiting.filter((one) => one !== fault);
  }
}
