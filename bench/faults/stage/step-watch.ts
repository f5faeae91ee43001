import { steadyNow } from '../../../http/steady-clock';

/**
 * When steps of pulls were at work, told by the workers themselves line by line, whichever run or chain they belong to.
 * The engine's own history cannot show two pulls at once: it begins a run where the last one has ended.
 */
const STEP_LINE = new RegExp(
  '"workflow_id":"(?<chain>[^"]+)","run_id":"(?<run>[^"]+)","activity":"(?<step>[^"]+)",' +
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
  readonly run: string;
  readonly step: string;
  readonly attempt: number;
  readonly since: number;
  until: number | null;
  standing: boolean;
}

type Told = Pick<StepAtWork, 'worker' | 'chain' | 'run' | 'step' | 'attempt'>;

export class StepWatch {
  /** One for each time that a process worked at a step without a stop. */
  private readonly spans: StepAtWork[] = [];
  private begun = 0;
  /** The runs of each chain, in the order in which their first steps began. */
  private readonly runs = new Map<string, string[]>();

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
    const { chain, run, step, attempt, what } = STEP_LINE.exec(line)?.groups ?? {};
    if (chain === undefined || run === undefined || step === undefined) return;
    const told: Told = { worker, chain, run, step, attempt: Number(attempt) };
    if (what === 'started') this.begin(told);
    else this.end((one) => one.worker === worker && isSameStep(one, told) && one.attempt === told.attempt);
  }

  private begin(told: Told): void {
    this.begun += 1;
    const runs = this.runs.get(told.chain) ?? [];
    if (!runs.includes(told.run)) this.runs.set(told.chain, [...runs, told.run]);
    // A process that stood still takes up what it was given meanwhile; the engine may have gone on long ago.
    if (this.spans.some((one) => this.isGivenAway(told, one))) return;
    this.end((one) => this.isGivenAway(one, told));
    this.spans.push({ ...told, since: this.now(), until: null, standing: false });
  }

  /**
   * Whether the engine has gone on from one step to another, because the worker of the one was silent for too long: to
   * a later attempt; or to a later run, which begins when the last has ended, as the histories tell.
   */
  private isGivenAway(one: Told, next: Told): boolean {
    if (one.chain !== next.chain) return false;
    const runs = this.runs.get(one.chain) ?? [];
    if (one.run !== next.run) return runs.indexOf(one.run) < runs.indexOf(next.run);
    return isSameStep(one, next) && one.attempt < next.attempt;
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
  return one.chain === other.chain && one.run === other.run && one.step === other.step;
}

function nameOf({ worker, chain, run, step, attempt }: StepAtWork): string {
  return `${step} of ${chain} (${worker}, attempt ${attempt}, run ${run})`;
}
