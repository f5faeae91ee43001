import type { Logger } from 'pino';
import type { PullEnd } from '../../domain/report/pull-end';
import { failureFacts, NOTHING_KNOWN, type PullFacts } from '../../domain/report/pull-facts';
import { openRunsQuery } from '../../engine/histories/open-runs-query';
import { readRunStart, type HistoryReader } from '../../engine/histories/run-events';
import { errorInWords } from '../../errors/error-report';
import { askForChain, waitsForCron, type ChainFacts, type FoundChain } from './chain-facts';
import { pullFactsOf, type ServiceFacts, type WatchedService } from './service-facts';

/** A chain that was found at a step is believed to go on for so long, milliseconds. */
const BELIEVED_MS = 25_000;

/** So many chains are asked for by their names; for more, there is one question for all. */
const FEW = 3;

const NOT_LISTED: ReadonlyMap<string, FoundChain> = new Map();

interface Known {
  chain: ChainFacts;
  /** Until then it goes on without being asked for, by `performance.now()`. */
  believedUntil: number;
  /** The run whose start was read last, or null. */
  readRun: string | null;
  pull: PullFacts;
}

/**
 * Watches whether each configured chain exists and can go on, and how its last pull went, whichever worker made it. One
 * question for many chains; the answer is a little behind, so a chain that it lacks is asked for by name, and so is one
 * that works, from time to time. The start of a run is read once.
 */
export class ServiceWatch {
  private readonly known = new Map<string, Known>();
  /** When a chain was found with another run, by `performance.now()`. */
  private foundRunAt = performance.now();

  constructor(
    private readonly reader: HistoryReader,
    private readonly taskQueue: string,
    private services: readonly WatchedService[],
    private readonly logger: Logger,
    private readonly few = FEW,
  ) {
    this.watch(services);
  }

  /** From now on these are the configured services. What is known of those that were there before is kept. */
  watch(services: readonly WatchedService[]): void {
    this.services = services;
    const ids = new Set(services.map(({ workflowId }) => workflowId));
    for (const workflowId of this.known.keys()) if (!ids.has(workflowId)) this.known.delete(workflowId);
    for (const workflowId of ids) {
      if (this.known.has(workflowId)) continue;
      this.known.set(workflowId, {
        chain: { chain: 'unknown' },
        believedUntil: -Infinity,
        readRun: null,
        pull: NOTHING_KNOWN,
      });
    }
  }

  async look(): Promise<void> {
    const due = this.services.filter(({ workflowId }) => !isBelieved(this.known.get(workflowId)));
    const open = due.length > this.few ? await this.openChains() : NOT_LISTED;
    for (const service of due) {
      try {
        await this.lookAt(service, open.get(service.workflowId) ?? null);
      } catch {
        // An engine that is out of reach is Temporal's own line in the log, once it is known for sure.
      }
    }
  }

  /** Logs an error for each chain that did not go on at the last look: nothing else would tell. */
  say(): void {
    for (const service of this.services) this.sayOf(service);
  }

  /** How long ago a chain was found with another run than before, or this watch began; milliseconds. */
  foundRun(): number {
    return performance.now() - this.foundRunAt;
  }

  /** A pull has ended in this worker: what it tells is newer than the last look. */
  pullEnded(workflowId: string, { report, facts }: PullEnd): void {
    const known = this.known.get(workflowId);
    if (!known) return;
    known.pull = facts ?? { ...known.pull, ...failureFacts(report) };
    known.believedUntil = -Infinity; // it waits by now
  }

  facts(): ServiceFacts[] {
    return this.services.map((service) => {
      const { chain, pull } = this.known.get(service.workflowId) ?? {
        chain: { chain: 'unknown' },
        pull: NOTHING_KNOWN,
      };
      return { ...service, pull, chain };
    });
  }

  private async lookAt(service: WatchedService, listed: FoundChain | null): Promise<void> {
    const known = this.known.get(service.workflowId);
    if (known === undefined) return;
    const found = listed?.facts.chain === 'waits' ? listed : await askForChain(this.reader, service.workflowId);
    if (found === null) return;
    known.chain = found.facts;
    known.believedUntil = found.isAtStep ? performance.now() + BELIEVED_MS : -Infinity;
    if (found.runId === null || found.runId === known.readRun) return;
    this.foundRunAt = performance.now();
    known.pull = pullFactsOf(await readRunStart(this.reader, service.workflowId, found.runId));
    known.readRun = found.runId;
  }

  private sayOf({ input, service, workflowId }: WatchedService): void {
    const chain = this.known.get(workflowId)?.chain;
    if (chain?.chain === 'stopped')
      this.logger.error(
        `${input}/${service}: no cron is running (${chain.why}); the list is not being pulled. ` +
          'Start it with "ctci-collector start"',
      );
    if (chain?.chain === 'stuck' || chain?.chain === 'unserved')
      this.logger.error(`${input}/${service}: ${errorInWords(chain.trouble.report())}`);
  }

  /** The open workflows of the task queue by their ids; none when the engine does not say. */
  private async openChains(): Promise<ReadonlyMap<string, FoundChain>> {
    const { client } = this.reader;
    const found = new Map<string, FoundChain>();
    try {
      for await (const run of client.workflow.list({ query: openRunsQuery(this.taskQueue) })) {
        found.set(run.workflowId, {
          runId: run.runId,
          isAtStep: false,
          facts: { chain: waitsForCron(run) ? 'waits' : 'works' },
        });
      }
    } catch {
      found.clear(); // each is asked for by name then
    }
    return found;
  }
}

/** Whether a chain was found at a step a moment ago: most of a window of events is spent so. */
function isBelieved(known: Known | undefined): boolean {
  return known !== undefined && performance.now() < known.believedUntil;
}
