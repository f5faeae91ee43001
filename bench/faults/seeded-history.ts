import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { Action } from './actions';
import { calm } from './calm';
import { differenceOf } from './compare-lookup';
import type { EngineProcess } from './engine-process';
import { eventually } from './eventually';
import { overlapsOf, runsOf, type RunFacts } from './run-intervals';
import type { Schedule } from './schedule';
import { secretsFound } from './secret-search';
import { LOOKUP, openTestBed, type TestBed } from './test-bed';
import type { Breach, Verdict } from './verdict';

/** Faults have stopped: so long the collector has to be right again. */
const SETTLE_MS = 120_000;
const LOOK_EVERY_MS = 200;
const ACTION_LIMIT_MS = 30_000;
const SHRINK_LIMIT = 0.8;

/** Plays one seeded history on an engine and judges it. */
export async function playHistory(engine: EngineProcess, folder: string, id: string, schedule: Schedule, say: (line: string) => void): Promise<Verdict> {
  const startedAt = performance.now();
  const log = [`${schedule.workers} workers, jobs of ${schedule.jobDelayMs} ms, list from step ${schedule.firstStep}`];
  const bed = await openTestBed(engine, folder, { id, workers: schedule.workers, jobDelayMs: schedule.jobDelayMs });
  const history = new History(bed, (words) => {
    const line = `${((performance.now() - startedAt) / 1000).toFixed(1)} s: ${words}`;
    log.push(line);
    say(`seed ${schedule.seed}: ${line}`);
  });
  try {
    await history.play(schedule);
    await history.judge();
  } catch (error) {
    history.breaks({ promise: 2, invariant: 'liveness', words: `the harness gave up: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` });
  } finally {
    await bed.close();
  }
  const tried = schedule.moments.flatMap(({ action }) => action.tries);
  const promises = [...new Set([1, 2, 7, 8, 11, 14, ...tried])].sort((left, right) => left - right);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  return { name: `seed ${schedule.seed}`, promises, broken: history.broken, seconds, log, folder: bed.folder };
}

class History {
  readonly broken: Breach[] = [];
  private smallest = Infinity;
  /** Deploys that had ended when the lookup was last looked at: its rows change with nothing else. */
  private looked = 0;
  private stranger: string | null = null;

  constructor(private readonly bed: TestBed, private readonly say: (words: string) => void) {}

  breaks(breach: Breach): void {
    this.broken.push(breach);
    this.say(`BROKEN ${breach.invariant ?? ''}: ${breach.words}`);
  }

  async play(schedule: Schedule): Promise<void> {
    const { bed } = this;
    bed.ctci.goToStep(schedule.firstStep);
    bed.served.add(bed.ctci.rows());
    await bed.chain.start('@every 2s');
    if (schedule.calmStart) await eventually(30_000, () => this.difference());
    const watching = setInterval(() => this.look(), LOOK_EVERY_MS);
    try {
      const begun = Date.now();
      const acts: Promise<void>[] = [];
      for (const { at, action } of schedule.moments) {
        await wait(Math.max(0, begun + at - Date.now()));
        this.say(action.words);
        acts.push(this.perform(action));
      }
      await Promise.all(acts);
      this.say('faults stop');
      await calm(bed);
      await this.settle();
    } finally {
      clearInterval(watching);
    }
  }

  /** After the faults: the lookup equals the list, also after a fresh change, and then nothing more is sent. */
  private async settle(): Promise<void> {
    const { ctci, served, chain } = this.bed;
    const stopped = Date.now();
    const late = await eventually(SETTLE_MS, () => this.difference());
    if (late !== null) this.breaks({ promise: 2, invariant: 'conservation', words: late });
    this.say(`equal after ${((Date.now() - stopped) / 1000).toFixed(1)} s`);
    ctci.goToStep(Math.min(ctci.state().step + 2, ctci.state().steps - 1));
    served.add(ctci.rows());
    const stale = await eventually(Math.max(stopped + SETTLE_MS - Date.now(), 20_000), () => this.difference());
    if (stale !== null) this.breaks({ promise: 18, invariant: 'liveness', words: `a fresh change did not arrive: ${stale}` });
    const quiet = await eventually(60_000, async () => {
      const answer = await chain.pull(30_000);
      if ('failed' in answer) return 'a pull failed';
      return answer.report.outcome === 'unchanged' && answer.report.sent === 0 ? null : `a pull is still ${answer.report.outcome}`;
    });
    if (quiet !== null) this.breaks({ promise: 1, invariant: 'liveness', words: `no calm after the faults: ${quiet}` });
    const after = this.difference();
    if (after !== null) this.breaks({ promise: 2, invariant: 'conservation', words: `an unchanged pull left a difference: ${after}` });
    this.say(`calm after ${((Date.now() - stopped) / 1000).toFixed(1)} s`);
  }

  async judge(): Promise<void> {
    const { bed } = this;
    this.look();
    if (this.stranger !== null) this.breaks({ promise: 8, invariant: 'integrity', words: `the source never served ${this.stranger}` });
    const minimum = bed.devo.minimumRows(LOOKUP);
    if (minimum === null || minimum < this.smallest * SHRINK_LIMIT) this.breaks({ promise: 7, invariant: 'no wipe', words: `the lookup had ${minimum ?? 'no'} rows, of ${this.smallest}` });
    const runs = await runsOf(bed.chain);
    this.say(`${runs.length} runs: ${tallyOf(runs)}`);
    for (const words of overlapsOf(runs)) this.breaks({ promise: 14, invariant: 'one at a time', words });
    for (const { at, runningJob } of bed.devo.overlaps().filter((one) => !one.runningIsForeign)) {
      this.breaks({ promise: 14, invariant: 'one at a time', words: `a deploy was asked for at ${at} while job ${runningJob} of the collector ran` });
    }
    for (const words of await secretsFound(bed, runs)) this.breaks({ promise: 11, invariant: 'no secret', words });
  }

  private difference(): string | null {
    return differenceOf(this.bed.devo.rows(LOOKUP), this.bed.ctci.rows());
  }

  private look(): void {
    const { ctci, devo, served } = this.bed;
    if (ctci.state().serve === 'history') this.smallest = Math.min(this.smallest, ctci.rows().length);
    const ended = devo.deploys().filter((deploy) => deploy.endedAt !== null).length;
    if (ended === this.looked) return;
    this.looked = ended;
    this.stranger ??= served.stranger(devo.rows(LOOKUP));
  }

  /** An action that fails, such as a signal to an engine that is away, has done what it could. */
  private async perform(action: Action): Promise<void> {
    const done = Promise.resolve().then(() => action.act(this.bed));
    const limit = wait(ACTION_LIMIT_MS, undefined, { ref: false });
    await Promise.race([done, limit]).catch((error: unknown) => this.say(`(${action.words}: ${error instanceof Error ? error.message : String(error)})`));
  }
}

/** "12 unchanged, 3 delivered" */
function tallyOf(runs: readonly RunFacts[]): string {
  const counts = new Map<string, number>();
  for (const { report, failure, endedAt } of runs) {
    const outcome = report?.outcome ?? (failure === null ? (endedAt === null ? 'open' : 'ended') : 'failed');
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
}
