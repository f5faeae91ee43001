import type { PullAnswer } from '../../../../client/chain/pull-now';
import type { PullReport } from '../../../../domain/report/pull-report';
import { CollectorError } from '../../../../errors/collector-error';
import type { ErrorReport } from '../../../../errors/error-report';
import type { EventVersion } from '../../../../simulators/threatquotient/events/event-store';
import { eventually } from '../../eventually';
import { repeatsOf } from '../../judge/delivered-events';
import { eventsComplaints, missingEvents } from '../../judge/events-complaints';
import { OF_EVERY_EVENT, SAID_OF_A_FAULT } from '../../report/promises';
import { PAGE, type EventsSide, type EventsWishes } from '../../stage/events-side';
import type { TestBed } from '../../stage/test-bed';
import type { Scenario } from '../scenario';
import { Broken, type Stage } from '../stage';

/** A backlog is of the time before its beginning: within the day that a first walk goes back. */
const BACKLOG_SECONDS = 7200;
const SPREAD_SECONDS = 30;
const MOST_PULLS = 8;
const ARRIVED_MS = 120_000;

interface EventsScenario extends Pick<Scenario, 'name' | 'workers'> {
  /** Beside those that hold for every event. */
  readonly promises?: readonly number[];
  readonly settings?: Scenario['settings'];
  readonly events?: EventsWishes;
  play(stage: EventsStage): Promise<void>;
}

/** A scenario with a service of events beside the list, which waits for its hour. */
export function ofEvents(scenario: EventsScenario): Scenario {
  const { name, promises = [], settings, events = {}, workers = 1 } = scenario;
  const always = Object.values(OF_EVERY_EVENT);
  const [first = OF_EVERY_EVENT.conserved] = promises;
  return {
    name: `events: ${name}`,
    workers,
    promises: [first, ...promises.slice(1), ...always],
    settings: { ...settings, events },
    play: (stage) => scenario.play(new EventsStage(stage, promises)),
  };
}

/** What scenarios of events do and look at, in their own words. */
export class EventsStage {
  readonly events: EventsSide;
  /** Versions that were there throughout a good pull: from then on they are owed, whatever becomes of them. */
  private owed = new Map<string, EventVersion>();

  /** @param promises those that the scenario is about, beside those of every event */
  constructor(
    readonly stage: Stage,
    private readonly promises: readonly number[],
  ) {
    if (stage.bed.events === null) throw new Error('the bed has no service of events');
    this.events = stage.bed.events;
  }

  get bed(): TestBed {
    return this.stage.bed;
  }

  say(words: string): void {
    this.stage.say(words);
  }

  expect(holds: boolean, otherwise: string, ...promises: readonly number[]): void {
    this.stage.expect(holds, otherwise, ...promises);
  }

  /** Both chains begin; events are waiting. */
  async begin(backlog = 6 * PAGE, cron = '@every 1h'): Promise<void> {
    const now = Math.floor(Date.now() / 1000);
    for (let made = 0; made < backlog; made += 5)
      this.events.threatq.create({ count: 5, at: now - Math.floor(BACKLOG_SECONDS * (1 - made / backlog)) });
    await this.stage.begin();
    await this.events.chain.start(cron);
  }

  /** So many events of the last seconds, younger than all that are there. */
  create(count: number): void {
    const { threatq } = this.events;
    const now = Math.floor(Date.now() / 1000);
    const newest = Math.max(now - SPREAD_SECONDS, ...threatq.versions().map(({ updatedAt }) => updatedAt));
    for (let made = 0; made < count; made += 1)
      threatq.create({ count: 1, at: newest + Math.floor((Math.max(0, now - newest) * made) / count) });
  }

  /** A pull that must not fail. */
  async pull(): Promise<PullReport> {
    const answer = await this.ask();
    if ('failed' in answer) throw new Broken(`a pull of events failed: ${answer.failed.error.message}`);
    return answer.report;
  }

  /** A pull that may fail, or find no worker that hears of it; null when it did. */
  async tryPull(): Promise<PullReport | null> {
    const answer = await this.ask().catch((error: unknown) => {
      if (!(error instanceof CollectorError)) throw error;
      this.say(`pull of events: ${error.message}`);
      return null;
    });
    return answer === null || 'failed' in answer ? null : answer.report;
  }

  /** A pull that must fail, for a reason that is in the catalogue. */
  async failingPull(what: string): Promise<ErrorReport> {
    const answer = await this.ask();
    const error = 'failed' in answer ? answer.failed.error : answer.report.error;
    if (error === null) throw new Broken(`${what}: the pull of events did not fail`);
    this.say(`${what}: ${error.name} ${error.number}: ${error.message.slice(0, 160)}`);
    this.expect(
      error.setting !== null && error.remedy !== '',
      `${what}: ${error.name} names no setting or no remedy`,
      15,
    );
    return error;
  }

  /** Pulls until there is nothing new. */
  async untilQuiet(): Promise<void> {
    for (let pulls = 0; pulls < MOST_PULLS; pulls += 1) {
      if ((await this.tryPull())?.outcome === 'unchanged') return;
    }
    throw new Broken(`after ${MOST_PULLS} pulls there is still something new`);
  }

  /** The same for a chain that pulls by itself. */
  async untilArrived(after: string): Promise<void> {
    const missing = await eventually(ARRIVED_MS, () => missingEvents(this.events));
    this.expectKept(OF_EVERY_EVENT.conserved, after, missing);
  }

  /**
   * Everything has come, nothing strange, each table in its order.
   *
   * @param batches how many may have come twice: one for each fault
   */
  expectConserved(after: string, batches = 0): void {
    const { threatq, arrived } = this.events;
    for (const { promise, words } of eventsComplaints(this.events, batches)) this.expectKept(promise, after, words);
    this.expectKept(OF_EVERY_EVENT.conserved, after, this.missingOwed());
    const repeats = repeatsOf(arrived());
    this.say(
      `${after}: of ${threatq.versions().length} versions those that were due are in the sink, ` +
        `${repeats} of them twice`,
    );
  }

  get requests(): number {
    return this.events.threatq.state().counters.requests['/api/events/query'] ?? 0;
  }

  get logins(): number {
    return this.events.threatq.state().counters.requests['/api/token'] ?? 0;
  }

  private missingOwed(): string | null {
    const arrived = new Set(this.events.arrived().map(keyOf));
    const missing = [...this.owed.keys()].filter((key) => !arrived.has(key));
    return missing.length === 0 ? null : `${missing.length} versions that a good pull has seen are not in the sink`;
  }

  private expectKept(promise: number, after: string, complaint: string | null): void {
    if (complaint === null) return;
    const also = SAID_OF_A_FAULT.get(promise) ?? [];
    throw new Broken(`${after}: ${complaint}`, promise, ...this.promises.filter((own) => also.includes(own)));
  }

  private async ask(): Promise<PullAnswer> {
    const begun = Date.now() / 1000;
    const shown = this.events.threatq.events().filter(({ visibleFrom }) => visibleFrom <= begun);
    const before = new Set(shown.map(keyOf));
    const answer = await this.events.chain.pull(150_000);
    const failed = 'failed' in answer;
    this.say(
      failed ? 'pull of events: failed' : `pull of events: ${answer.report.outcome}, ${answer.report.sent} sent`,
    );
    if (!failed && answer.report.error === null)
      for (const event of this.events.threatq.events())
        if (before.has(keyOf(event))) this.owed.set(keyOf(event), event);
    return answer;
  }
}

function keyOf({ id, updatedAt }: EventVersion): string {
  return `${id} ${updatedAt}`;
}
