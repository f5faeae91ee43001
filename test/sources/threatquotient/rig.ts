import { afterEach } from '@jest/globals';
import { CollectorError } from '../../../errors/collector-error';
import type { EventsProgress, WalkRules } from '../../../domain/events/state/events-progress';
import { SeenEvents } from '../../../domain/events/state/seen-events';
import type { WalkPlace } from '../../../domain/events/walk/walk';
import { startThreatquotientSimulator } from '../../../simulators/threatquotient/start-threatquotient-simulator';
import type {
  ThreatquotientOptions as SimulatorOptions,
  ThreatquotientSimulator,
} from '../../../simulators/threatquotient/threatquotient-simulator';
import type { EventElement } from '../../../sources/threatquotient/event-element';
import { PagesAhead } from '../../../sources/threatquotient/pages-ahead';
import type { ThreatquotientOptions } from '../../../sources/threatquotient/threatquotient-options';
import {
  createThreatquotientSource,
  type ThreatquotientSource,
} from '../../../sources/threatquotient/threatquotient-source';
import { GATHER_LIMITS, type GatherLimits } from '../../../sources/threatquotient/gathered-pages';
import { NOTHING_WALKED, walkPages, type WalkTally } from '../../../sources/threatquotient/walk-pages';

export const USERNAME = 'collector@example.com';
/** What no text may show; its URL and JSON forms differ from it. */
export const PASSWORD = 'canary "p&ss+wörd"/9';

const closers: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A ThreatQ that lives as long as the test. */
export async function threatq(options: Partial<SimulatorOptions> = {}): Promise<ThreatquotientSimulator> {
  const simulator = await startThreatquotientSimulator({ username: USERNAME, password: PASSWORD, ...options });
  closers.push(() => simulator.close());
  return simulator;
}

/** Everything that one service has of ThreatQ: source, progress, and a sink that confirms. */
export class Service {
  readonly source: ThreatquotientSource;
  readonly lines: string[] = [];
  readonly delivered: EventElement[] = [];
  /** In the order of the confirmations. */
  readonly places: (WalkPlace | null)[] = [];
  progress: EventsProgress;
  tally: WalkTally = NOTHING_WALKED;
  requests = 0;
  /** Limits of a batch: a page, when nothing else is said. */
  batch: Partial<GatherLimits> = { pages: 1 };
  /** Called for each batch before it is confirmed. */
  onBatch: (events: readonly EventElement[]) => Promise<void> | void = () => undefined;

  constructor(
    url: string,
    options: Partial<ThreatquotientOptions> = {},
    private readonly rules: Partial<WalkRules> = {},
  ) {
    this.source = createThreatquotientSource({
      apiBaseUrl: url,
      credentials: { username: USERNAME, password: PASSWORD },
      verifyHostSslCert: true,
      tokenRequest: 'query',
      queryWindow: 'filters',
      queryMethod: 'POST',
      paging: 'offset',
      zoneMinutes: 0,
      skipDeleted: false,
      settings: {
        address: 'inputs.threatq.api_base_url',
        password: 'inputs.threatq.credentials.password',
        clientId: 'inputs.threatq.credentials.client_id',
        caFile: 'inputs.threatq.ca_file',
        proxy: 'inputs.threatq.proxy',
      },
      log: (level, line) => this.lines.push(`${level} ${line}`),
      environment: {},
      ...options,
    });
    closers.push(() => this.source.close());
    const cursor = this.notBefore();
    this.progress = { cursor, seen: new SeenEvents(), window: null };
  }

  /** Walks once; returns what was delivered in it. */
  async walk(place: WalkPlace | null = null): Promise<readonly EventElement[]> {
    const before = this.delivered.length;
    const tally = { requests: 0 };
    const signal = new AbortController().signal;
    const pages = new PagesAhead(
      (request, own, arrived) => this.source.fetchPage(request, tally, own, arrived),
      signal,
    );
    try {
      const { progress } = await walkPages(
        { progress: this.progress, rules: this.walkRules(), place, tally: NOTHING_WALKED },
        {
          fetchPage: async (request, next, beforeWaiting) => {
            try {
              return await pages.fetch(request, next);
            } catch (error) {
              if (error instanceof CollectorError) await beforeWaiting();
              throw error;
            }
          },
          deliver: async (events) => {
            await this.onBatch(events);
            for (const event of events) this.delivered.push({ ...event, body: event.body && Buffer.from(event.body) });
            return { sent: events.length, refused: 0 };
          },
          confirmed: (confirmed, at, sum) => {
            this.progress = confirmed;
            this.places.push(at);
            this.tally = sum;
          },
          paging: () => this.source.paging(),
          serverNow: () => this.source.serverNow(),
          timeOfDay: Date.now,
          now: () => performance.now(),
          batch: { ...GATHER_LIMITS, ...this.batch },
          log: (level, line) => this.lines.push(`${level} ${line}`),
          addressSetting: 'inputs.threatq.api_base_url',
        },
      );
      this.progress = progress;
    } finally {
      pages.close();
      this.requests = tally.requests;
    }
    return this.delivered.slice(before);
  }

  /** The error that a walk ends with. */
  async failure(): Promise<CollectorError> {
    const outcome: unknown = await this.walk().catch((error: unknown) => error);
    if (outcome instanceof CollectorError) return outcome;
    throw new Error(`no CollectorError but ${String(outcome)}`, { cause: outcome });
  }

  ids(): number[] {
    return this.delivered.map(({ row }) => Number(row.id));
  }

  private notBefore(): number {
    return this.rules.notBefore ?? Math.floor(Date.now() / 1000) - 86_400;
  }

  private walkRules(): Omit<WalkRules, 'paging'> {
    return { notBefore: this.notBefore(), overlap: 120, limit: 100, ...this.rules };
  }
}
