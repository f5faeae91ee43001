import type { PullAnswer } from '../../../client/chain/pull-now';
import type { ErrorReport } from '../../../errors/error-report';
import type { PullReport } from '../../../domain/report/pull-report';
import { differenceOf } from '../judge/compare-lookup';
import { eventually } from '../eventually';
import { LOOKUP, type TestBed } from '../stage/test-bed';

/** A promise that a scenario found broken: the first one ends it. */
export class Broken extends Error {
  readonly promises: readonly number[];

  /** @param promises those that it breaks; none for the first one that the scenario is about */
  constructor(words: string, ...promises: readonly number[]) {
    super(words);
    this.promises = promises;
  }
}

/** What scenarios do and look at, in their own words. */
export class Stage {
  constructor(
    readonly bed: TestBed,
    readonly say: (words: string) => void,
  ) {}

  /** The chain begins; nothing happens by itself within the hour. */
  async begin(cron = '@every 1h', seed?: object): Promise<void> {
    await this.bed.chain.start(cron, seed);
  }

  /** A pull that must not fail. */
  async pull(): Promise<PullReport> {
    const answer = await this.ask();
    if ('failed' in answer) throw new Broken(`a pull failed: ${answer.failed.error.message}`);
    return answer.report;
  }

  /** A pull that must fail, for a reason that is in the catalogue. */
  async failingPull(what: string): Promise<ErrorReport> {
    const answer = await this.ask();
    const error = 'failed' in answer ? answer.failed.error : answer.report.error;
    this.expect(error !== null, `${what}: the pull did not fail`);
    if (error === null) throw new Broken(what);
    this.say(`${what}: ${error.name} ${error.number}: ${error.message.slice(0, 160)}`);
    return error;
  }

  /** @param promises those that are broken otherwise; none for the first one that the scenario is about */
  expect(holds: boolean, otherwise: string, ...promises: readonly number[]): void {
    if (!holds) throw new Broken(otherwise, ...promises);
  }

  /** The lookup equals the list that is served, row by row and field by field. */
  expectEqual(after: string, ...promises: readonly number[]): void {
    const difference = differenceOf(this.bed.devo.rows(LOOKUP), this.bed.ctci.rows());
    this.expect(difference === null, `${after}: ${difference ?? ''}`, ...promises);
    this.say(`${after}: the lookup equals the list`);
  }

  get isEqual(): boolean {
    return differenceOf(this.bed.devo.rows(LOOKUP), this.bed.ctci.rows()) === null;
  }

  /** The same, as soon as it is so. */
  async untilEqual(after: string, withinMs = 120_000): Promise<void> {
    const difference = await eventually(withinMs, () => differenceOf(this.bed.devo.rows(LOOKUP), this.bed.ctci.rows()));
    this.expect(difference === null, `${after}: ${difference ?? ''}`);
    this.say(`${after}: the lookup equals the list`);
  }

  /**
   * Nothing more is sent. Where a deploy's job may only have been taken for ours, after one more delivery, in full,
   * that makes sure of it.
   */
  async expectNoMore(mayMakeSure: boolean): Promise<void> {
    let report = await this.pull();
    if (mayMakeSure && report.outcome === 'delivered') {
      const why = Object.values(report.outputs)
        .map((output) => `${output.mode ?? ''}, ${output.why ?? ''}`)
        .join();
      this.expect(/^full, in doubt: .* was taken for it/.test(why), `the pull after it delivered: ${why}`);
      report = await this.pull();
    }
    this.expect(report.outcome === 'unchanged', `the pull after it was ${report.outcome}`);
  }

  /** The list has news. */
  move(steps = 1): void {
    const { ctci, served } = this.bed;
    ctci.goToStep(ctci.state().step + steps);
    served.add(ctci.rows());
  }

  get deploys(): number {
    return this.bed.devo.deploys().length;
  }

  get rows(): number {
    return this.bed.devo.rows(LOOKUP)?.length ?? 0;
  }

  private async ask(): Promise<PullAnswer> {
    const answer = await this.bed.chain.pull(150_000);
    this.say('failed' in answer ? 'pull: failed' : `pull: ${answer.report.outcome}, ${answer.report.sent} sent`);
    return answer;
  }
}
