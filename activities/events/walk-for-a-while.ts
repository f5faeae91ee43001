import type { CollectorError } from '../../errors/collector-error';
import { pullingId } from '../../domain/events/event-message';
import type { EventsProgress, WalkRules } from '../../domain/events/state/events-progress';
import type { WalkPlace } from '../../domain/events/walk/walk';
import { sumOf } from '../../domain/report/sum-of';
import type { GatherLimits } from '../../sources/threatquotient/gathered-pages';
import { PagesAhead } from '../../sources/threatquotient/pages-ahead';
import type { Log } from '../../sources/threatquotient/threatquotient-options';
import { CursorRefused, type ThreatquotientSource } from '../../sources/threatquotient/threatquotient-source';
import { NOTHING_WALKED, walkPages, type WalkTally } from '../../sources/threatquotient/walk-pages';
import { asCollectorError } from '../boundary';
import { abortedLater } from './aborted-later';
import { messagesOf } from './messages-of';
import type { DueMessage } from './send-to-outputs';
import { type Patience, tryAgain } from './try-again';

/** A sink is given so long to confirm what is on its way when the step is called off: it need not come twice then. */
const GRACE_MS = 250;

/** How far the step has come: what a lost attempt leaves to the next one. */
export interface StepProgress {
  readonly progress: EventsProgress;
  /** Where the walk under way is, or null between two walks. */
  readonly place: WalkPlace | null;
  /** Of all walks of this step. */
  readonly tally: WalkTally;
  readonly requests: number;
  readonly walks: number;
  /** Start of the last walk that came to its end, epoch milliseconds; null before the first. */
  readonly polledAt: number | null;
}

export interface WalksOrder {
  readonly from: StepProgress;
  readonly rules: Omit<WalkRules, 'paging'>;
  /** From the start of a walk to that of the next, milliseconds; null for one walk only. */
  readonly periodMs: number | null;
  /** No walk begins after so long, milliseconds. */
  readonly lastsMs: number;
}

export interface WalksPorts {
  readonly source: ThreatquotientSource;
  /** Resolves when every sink has confirmed, with how many a sink refuses for good. */
  readonly send: (messages: readonly DueMessage[], signal: AbortSignal) => Promise<number>;
  readonly tagOf: (type: string | null) => string;
  /** Name of the list of an event whose elements are messages of their own; absent where an event is one message. */
  readonly flattenBy?: string | undefined;
  /** A page is confirmed, or a walk has ended. */
  readonly save: (reached: StepProgress) => void;
  readonly patience: Patience;
  /** Epoch milliseconds by this machine: for words, never for waiting, since somebody may set it. */
  readonly timeOfDay: () => number;
  readonly log: Log;
  readonly addressSetting: string;
  /** A walk begins, epoch milliseconds. */
  readonly begun?: (startedAt: number) => void;
  /** What a walk did, when it has come to its end. */
  readonly walked: (reached: StepProgress, tally: WalkTally, requests: number, startedAt: number) => void;
  /** The usual ones when not given. */
  readonly batch?: GatherLimits | undefined;
}

/** What came of it: all that is confirmed, and why it ended if not in order. */
export interface WalksEnd {
  readonly reached: StepProgress;
  readonly error: CollectorError | null;
}

/**
 * Walks once, or every period until its time is over. When the step is called off, it drops what was read and not sent,
 * and says what is confirmed; nothing is lost.
 */
export async function walkForAWhile(order: WalksOrder, ports: WalksPorts, signal: AbortSignal): Promise<WalksEnd> {
  const { patience } = ports;
  const graceful = abortedLater(signal, GRACE_MS);
  const end = patience.now() + order.lastsMs;
  let reached = order.from;
  for (;;) {
    const startedAt = ports.timeOfDay();
    const begun = patience.now();
    ports.begun?.(startedAt);
    const before = reached;
    const tally = { requests: 0 };
    const save = (next: StepProgress): void => {
      reached = { ...next, requests: before.requests + tally.requests };
      ports.save(reached);
    };
    try {
      const { progress, tally: sum } = await walkOnce(order, ports, before, startedAt, tally, save, {
        signal,
        graceful,
      });
      const done = { progress, place: null, tally: sumOf(before.tally, sum) };
      save({ ...before, ...done, walks: before.walks + 1, polledAt: startedAt });
      ports.walked(reached, sum, tally.requests, startedAt);
      if (order.periodMs === null) return { reached, error: null };
      const next = begun + order.periodMs;
      if (next >= end) return { reached, error: null };
      const pause = Math.max(0, next - patience.now());
      ports.source.rest(pause);
      await patience.sleep(pause, signal);
    } catch (error) {
      if (signal.aborted) return { reached, error: null };
      return { reached, error: asCollectorError(error) };
    }
  }
}

async function walkOnce(
  order: WalksOrder,
  ports: WalksPorts,
  before: StepProgress,
  startedAt: number,
  requests: { requests: number },
  save: (reached: StepProgress) => void,
  { signal, graceful }: { readonly signal: AbortSignal; readonly graceful: AbortSignal },
): Promise<{ readonly progress: EventsProgress; readonly tally: WalkTally }> {
  const { source, patience, tagOf } = ports;
  const id = pullingId(startedAt);
  const beginning = { progress: before.progress, rules: order.rules, place: before.place, tally: NOTHING_WALKED };
  // Login and clock first: the bounds of a walk go by the server's clock.
  await tryAgain(patience, signal, () => source.authenticate(requests, signal));
  const pages = new PagesAhead((request, own, arrived) => source.fetchPage(request, requests, own, arrived), signal);
  return walkPages(beginning, {
    fetchPage: (request, next, beforeWaiting) =>
      tryAgain(patience, signal, async () => {
        try {
          return await pages.fetch(request, next);
        } catch (error) {
          if (!signal.aborted && !(error instanceof CursorRefused)) await beforeWaiting();
          throw error;
        }
      }),
    deliver: async (events) => {
      const messages = events.flatMap(({ row, body, type }) =>
        body === null ? [] : messagesOf({ row, body, tag: tagOf(type) }, id, ports.flattenBy ?? null),
      );
      const refused = await tryAgain(patience, signal, () => ports.send(messages, graceful));
      return { sent: messages.length - refused, refused };
    },
    confirmed: (confirmed, place, sum) => {
      save({ ...before, progress: confirmed, place, tally: sumOf(before.tally, sum) });
      signal.throwIfAborted();
    },
    paging: () => source.paging(),
    serverNow: () => source.serverNow(),
    timeOfDay: ports.timeOfDay,
    now: patience.now,
    batch: ports.batch,
    log: ports.log,
    addressSetting: ports.addressSetting,
  }).finally(() => pages.close());
}
