import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { CtciSimulator } from '../../../simulators/ctci/ctci-simulator';
import type { Action } from './action';
import { atOnce } from '../judge/at-once';
import { calm } from './calm';
import { differenceOf } from '../judge/compare-lookup';
import { repeatsOf } from '../judge/delivered-events';
import { eventsComplaints, missingEvents } from '../judge/events-complaints';
import { DATABASE_AWAY_MS } from '../stage/database-away';
import type { Effect } from '../effect';
import type { EngineProcess } from '../stage/engine-process';
import { eventually } from '../eventually';
import { expectedRows } from '../judge/expected-rows';
import { allRunsOf, type RunFacts } from '../judge/run-intervals';
import type { Schedule } from './schedule';
import { secretsFound } from '../judge/secret-search';
import type { Chain } from '../stage/chain';
import type { EventsSide } from '../stage/events-side';
import { LOOKUP, openTestBed, type TestBed } from '../stage/test-bed';
import { OF_EVERY_EVENT } from '../report/promises';
import type { Breach, Invariant, Verdict } from '../report/verdict';

/** Faults have stopped: so long the collector has for being right again, taking in a fresh change, and calm. */
const SETTLE_MS = 120_000;
const ACTION_LIMIT_MS = 30_000;
/** More than a page. */
const FIRST_EVENTS = 50;
/** So long faults that nobody has met yet are waited for, with one more change of the list. */
const LAST_CHANCE_MS = 4_000;

/** A worker that finds no engine when it starts says so and ends: whoever supervises it starts it again. */
const NO_ENGINE = 'code 3';

/**
 * What every history tries, by an invariant that is judged at its end: no news is sent once, secrets, one at a time.
 */
const ALWAYS_TRIED = [1, 11, 14];

/** Plays one seeded history on an engine and judges it. */
export async function playHistory(
  engine: EngineProcess,
  folder: string,
  id: string,
  schedule: Schedule,
  again: string,
  say: (line: string) => void,
): Promise<Verdict> {
  const startedAt = performance.now();
  const log = [`${schedule.workers} workers, jobs of ${schedule.jobDelayMs} ms, list from step ${schedule.firstStep}`];
  const bed = await openTestBed(engine, folder, {
    id,
    workers: schedule.workers,
    jobDelayMs: schedule.jobDelayMs,
    events: {},
  });
  const history = new History(bed, (words) => {
    const line = `${((performance.now() - startedAt) / 1000).toFixed(1)} s: ${words}`;
    log.push(line);
    say(`seed ${schedule.seed}: ${line}`);
  });
  try {
    await history.play(schedule);
    await history.judge();
  } catch (error) {
    history.breaks({
      promise: 2,
      invariant: 'liveness',
      words: `the harness gave up: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    });
  } finally {
    await bed.close();
  }
  const promises = [...history.tried].sort((left, right) => left - right);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  return {
    name: `seed ${schedule.seed}`,
    promises,
    judged: [...history.judged],
    broken: history.broken,
    seconds,
    log,
    again,
    folder: bed.folder,
  };
}

class History {
  readonly broken: Breach[] = [];
  readonly judged = new Set<Invariant>();
  readonly tried = new Set<number>();
  private readonly effects: { readonly action: Action; readonly effect: Effect }[] = [];

  /** What has had an effect. */
  private had: readonly Action[] = [];
  private readonly released = new Set<string>();

  constructor(
    private readonly bed: TestBed,
    private readonly say: (words: string) => void,
  ) {}

  breaks(breach: Breach): void {
    this.broken.push(breach);
    this.say(`BROKEN ${breach.invariant ?? ''}: ${breach.words}`);
  }

  async play(schedule: Schedule): Promise<void> {
    const { bed } = this;
    bed.ctci.goToStep(schedule.firstStep);
    bed.served.add(bed.ctci.rows());
    this.events.threatq.create({ count: FIRST_EVENTS });
    await Promise.all([bed.chain.start('@every 2s'), this.events.chain.start('@every 2s')]);
    if (schedule.calmStart) await eventually(30_000, () => this.difference() ?? missingEvents(this.events));
    const begun = Date.now();
    const acts: Promise<void>[] = [];
    for (const { at, action } of schedule.moments) {
      await wait(Math.max(0, begun + at - Date.now()));
      this.say(action.words);
      acts.push(this.perform(action));
    }
    await Promise.all(acts);
    await this.giveLastChance();
    await this.goWithoutDatabase();
    this.takeStock(schedule.moments.length);
    this.say('faults stop');
    await calm(bed);
    await this.settle();
    await this.settleEvents();
  }

  /** After the faults: the lookup equals the list, also after a fresh change, and then nothing more is sent. */
  private async settle(): Promise<void> {
    const { served, ctci } = this.bed;
    const stopped = Date.now();
    const left = (): number => Math.max(0, stopped + SETTLE_MS - Date.now());
    const since = (): string => ((Date.now() - stopped) / 1000).toFixed(1);
    const late = await eventually(left(), async () => {
      await this.letColumnsGo();
      return this.difference();
    });
    this.judgeBy('conservation', 2, late);
    this.say(`equal after ${since()} s`);
    moveToNews(ctci);
    served.add(ctci.rows());
    const stale = await eventually(left(), () => this.difference());
    this.judgeBy('liveness', 18, stale && `a fresh change did not arrive: ${stale}`);
    const quiet = await eventually(left(), () => unrest(this.bed.chain, left()));
    this.judgeBy('liveness', 1, quiet && `no calm after the faults: ${quiet}`);
    const after = this.difference();
    this.judgeBy('conservation', 2, after && `an unchanged pull left a difference: ${after}`);
    this.say(`calm after ${since()} s`);
  }

  /** The same of the events: all are there, fresh ones come, and then nothing more. */
  private async settleEvents(): Promise<void> {
    const { threatq, chain } = this.events;
    const end = Date.now() + SETTLE_MS;
    const left = (): number => Math.max(0, end - Date.now());
    this.judgeBy('events', OF_EVERY_EVENT.conserved, await eventually(left(), () => missingEvents(this.events)));
    threatq.create({ count: 3 });
    const stale = await eventually(left(), () => missingEvents(this.events));
    this.judgeBy('liveness', 18, stale && `fresh events did not arrive: ${stale}`);
    const quiet = await eventually(left(), () => unrest(chain, left()));
    this.judgeBy('events', OF_EVERY_EVENT.fewRepeats, quiet && `no calm of events after the faults: ${quiet}`);
    this.say(`events: calm ${Math.round((SETTLE_MS - left()) / 1000)} s after the list`);
  }

  /**
   * Columns that a fault has put into the list are gone from the good one, which is rightly held for it: somebody
   * looks, sees that the source never had them, and lets the list through.
   */
  private async letColumnsGo(): Promise<void> {
    const { chain, ctci } = this.bed;
    const held = (await chain.state())?.held;
    if (held?.reason !== 'hollow' || held.released || this.released.has(held.digest)) return;
    const own = new Set(Object.keys(ctci.rows()[0] ?? {}));
    const lost = (held.columns ?? []).map(({ name }) => name);
    if (lost.some((name) => own.has(name))) return;
    this.say(`released: ${lost.join(', ')} came by a fault alone`);
    this.released.add(held.digest);
    await chain.release(held.digest);
  }

  async judge(): Promise<void> {
    const { bed } = this;
    bed.lookup.look();
    const { looks, fewest } = bed.lookup.tally();
    this.judgeBy('integrity', 8, bed.lookup.stranger && `the source never served ${bed.lookup.stranger}`);
    this.judgeBy('no wipe', 7, looks === 0 ? 'nothing was ever delivered' : bed.lookup.wipe);
    const batches = this.batchesAgain();
    const arrived = this.events.arrived();
    this.say(`${arrived.length} events came, ${repeatsOf(arrived)} of them again; ${batches} batches may have`);
    for (const { promise, words } of eventsComplaints(this.events, batches))
      this.breaks({ promise, invariant: 'events', words });
    const chains = await allRunsOf(bed);
    const runs = chains.flatMap((one) => one.runs);
    const { steps, workers } = bed.steps.tally();
    this.say(
      `${runs.length} runs: ${tallyOf(runs)}; ${steps} steps at ${workers} workers; ${looks} ` +
        `deploys, never fewer than ${fewest} rows`,
    );
    const ends = bed.workers.flatMap(({ ownEnds }) => ownEnds);
    if (ends.length > 0) this.say(`workers ended by themselves: ${ends.join(', ')}`);
    for (const end of ends.filter((one) => one !== NO_ENGINE))
      this.breaks({ promise: 18, invariant: 'liveness', words: `a worker ended by itself: ${end}` });
    for (const words of atOnce(bed, chains)) this.breaks({ promise: 14, invariant: 'one at a time', words });
    this.judged.add('one at a time');
    for (const words of await secretsFound(bed, chains)) this.breaks({ promise: 11, invariant: 'no secret', words });
    this.judged.add('no secret');
    for (const promise of ALWAYS_TRIED) this.tried.add(promise);
  }

  private judgeBy(invariant: Invariant, promise: number, complaint: string | null): void {
    this.judged.add(invariant);
    if (complaint !== null) this.breaks({ promise, invariant, words: complaint });
  }

  /** How many batches of events may have come again for all that was done. */
  private batchesAgain(): number {
    const borne = this.had.map(({ repeats = 0 }) => (repeats === 'all' ? Infinity : repeats));
    return borne.reduce((sum, batches) => sum + batches, 0);
  }

  private get events(): EventsSide {
    if (this.bed.events === null) throw new Error('a history has a service of events');
    return this.bed.events;
  }

  private difference(): string | null {
    return differenceOf(this.bed.devo.rows(LOOKUP), this.bed.ctci.rows());
  }

  /** An action that fails, such as a signal to an engine that is away, has done what it could, and tried nothing. */
  private async perform(action: Action): Promise<void> {
    const done = Promise.resolve().then(() => action.act(this.bed));
    const limit = wait(ACTION_LIMIT_MS, null, { ref: false });
    const effect = await Promise.race([done, limit]).catch((error: unknown) => {
      this.say(`(${action.words}: ${error instanceof Error ? error.message : String(error)})`);
      return null;
    });
    if (effect !== null) this.effects.push({ action, effect });
  }

  /** A fault that waits at a peer, such as one of a deploy, is met only when there is something to do. */
  private async giveLastChance(): Promise<void> {
    const { ctci, served } = this.bed;
    if (this.effects.every(({ effect }) => effect())) return;
    ctci.goToStep(ctci.state().step + 1);
    served.add(ctci.rows());
    await eventually(LAST_CHANCE_MS, () => (this.effects.every(({ effect }) => effect()) ? null : 'some wait still'));
  }

  /**
   * Where the engine's database is a server of its own, each history has it stopped, with news that wait. Alone: an
   * engine does not start without it.
   */
  private async goWithoutDatabase(): Promise<void> {
    const {
      ctci,
      served,
      engine: { database },
    } = this.bed;
    if (database === undefined) return;
    this.say(`the database is stopped for ${DATABASE_AWAY_MS} ms`);
    await database.stop();
    ctci.goToStep(ctci.state().step + 2);
    served.add(ctci.rows());
    await wait(DATABASE_AWAY_MS);
    await database.start();
    this.tried.add(18);
  }

  /** Before all is calmed: what has had an effect, and so has tried something. */
  private takeStock(planned: number): void {
    const had = this.effects.filter(({ effect }) => effect());
    this.had = had.map(({ action }) => action);
    for (const { action } of had) for (const promise of action.tries) this.tried.add(promise);
    const without = this.effects.filter((one) => !had.includes(one)).map(({ action }) => action.words);
    this.say(`${had.length} of ${planned} had an effect${without.length > 0 ? `; none: ${without.join('; ')}` : ''}`);
  }
}

/** Null once a pull has found that there is nothing to do. */
async function unrest(chain: Chain, withinMs: number): Promise<string | null> {
  const answer = await chain.pull(Math.min(30_000, Math.max(withinMs, 1)));
  if ('failed' in answer) return 'a pull failed';
  return answer.report.outcome === 'unchanged' && answer.report.sent === 0
    ? null
    : `a pull is still ${answer.report.outcome}`;
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

/**
 * To a list that a lookup must show: some steps of the history change nothing that is delivered, and the last one is
 * the last.
 */
function moveToNews(ctci: CtciSimulator): void {
  const before = written(ctci);
  const { step, steps } = ctci.state();
  for (let away = 2; away < steps; away += 1) {
    ctci.goToStep(step + away < steps ? step + away : step - away);
    if (written(ctci) !== before) return;
  }
  throw new Error('the history has no other list');
}

function written(ctci: CtciSimulator): string {
  return JSON.stringify([...expectedRows(ctci.rows()).values()].map((row) => [...row]));
}
