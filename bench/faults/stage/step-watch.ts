import { steadyNow } from '../../../http/steady-clock';

/**
 * When steps of pulls were at work, told by the workers themselves line by line, whichever run or chain they belong to.
 * The engine's own history cannot show two pulls at once: it begins a run where the last one has ended.
 */
const STEP_LINE = new RegExp(
  '"workflow_id":"(?<chain>[^"]+)","run_id":"[^"]+","activity":"(?<step>[^"]+)",' +
    '"attempt":(?<attempt>\\d+).*"msg":"Activity (?<what>\\w+)',
);

/**
 * The SDK keeps a worker's lines for 100 to 200 ms, and each worker's for another while: so late an end may be heard.
 */
const HEARD_LATE_MS = 400;

/** What a worker process tells of itself, and what is done to it. */
export interface WorkerWitness {
  hear(line: string): void;
  /** A process that is gone works at nothing, */
  gone(): void;
  /** nor does one that is stopped, */
  stood(): void;
  /** until it goes on with what was not given to somebody else. */
  wentOn(): void;
}

interface StepAtWork {
  readonly worker: string;
  readonly chain: string;
  readonly step: string;
  readonly attempt: number;
  readonly since: number;
  until: number | null;
  standing: boolean;
}

type Told = Pick<StepAtWork, 'worker' | 'chain' | 'step' | 'attempt'>;

export class StepWatch {
  /** One for each time that a process worked at a step without a stop. */
  private readonly spans: StepAtWork[] = [];
  private begun = 0;

  constructor(private readonly now = steadyNow) {}

  witness(worker: string): WorkerWitness {
    const its = (one: StepAtWork): boolean => one.worker === worker;
    return {
      hear: (line) => this.hear(worker, line),
      gone: () => this.end(its),
      stood: () => this.workedAt(its).forEach((one) => Object.assign(one, { until: this.now(), standing: true })),
      wentOn: () =>
        this.workedAt(its)
          .filter(({ standing }) => standing)
          .forEach((one) => {
            one.standing = false;
            this.spans.push({ ...one, since: this.now(), until: null });
          }),
    };
  }

  /** How many steps have begun, and at how many workers. */
  tally(): { readonly steps: number; readonly workers: number } {
    return { steps: this.begun, workers: new Set(this.spans.map(({ worker }) => worker)).size };
  }

  /** Pairs of steps that were at work at the same time, in words. */
  overlaps(): readonly string[] {
    const now = this.now();
    return this.spans.flatMap((one, index) =>
      this.spans
        .slice(index + 1)
        .filter(
          (other) =>
            isOfEvents(other) === isOfEvents(one) &&
            Math.min(one.until ?? now, other.until ?? now) - Math.max(one.since, other.since) > HEARD_LATE_MS,
        )
        .map((other) => `${nameOf(other)} was at work beside ${nameOf(one)}`),
    );
  }

  private hear(worker: string, line: string): void {
    const { chain, step, attempt, what } = STEP_LINE.exec(line)?.groups ?? {};
    if (chain === undefined || step === undefined) return;
    const told: Told = { worker, chain, step, attempt: Number(attempt) };
    if (what === 'started') this.begin(told);
    else this.end((one) => one.worker === worker && isSameStep(one, told) && one.attempt === told.attempt);
  }

  private begin(told: Told): void {
    // An earlier attempt whose worker was silent for too long counts no more: the engine has given the step away.
    this.end((one) => isSameStep(one, told) && one.attempt < told.attempt);
    this.begun += 1;
    this.spans.push({ ...told, since: this.now(), until: null, standing: false });
  }

  private end(which: (one: StepAtWork) => boolean): void {
    for (const one of this.workedAt(which)) {
      one.until ??= this.now();
      one.standing = false;
    }
  }

  private workedAt(which: (one: StepAtWork) => boolean): readonly StepAtWork[] {
    return this.spans.filter((one) => (one.until === null || one.standing) && which(one));
  }
}

/** A service of events works beside that of the list; two chains of the same service must not. */
function isOfEvents({ chain }: Told): boolean {
  return chain.includes('threatquotient');
}

function isSameStep(one: Told, other: Told): boolean {
  return one.chain === other.chain && one.step === other.step;
}

function nameOf({ worker, chain, step, attempt }: StepAtWork): string {
  return `${step} of ${chain} (${worker}, attempt ${attempt})`;
}
