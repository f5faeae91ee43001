import { CollectorError } from '../../errors/collector-error';
import {
  confirmPage,
  endWalk,
  type EventsProgress,
  planWalk,
  type WalkRules,
} from '../../domain/events/state/events-progress';
import { likelyNextPlace } from '../../domain/events/walk/likely-place';
import { type Known, type PageReading, readPage } from '../../domain/events/walk/read-page';
import {
  resumeWalk,
  smallerPages,
  type Walk,
  walkInterrupted,
  type WalkPage,
  type WalkPlace,
} from '../../domain/events/walk/walk';
import { WalkFault } from '../../domain/events/walk/walk-fault';
import { BatchMemory } from './batch-memory';
import type { EventElement } from './event-element';
import { GATHER_LIMITS, type GatherLimits, type GatheredPage, GatheredPages } from './gathered-pages';
import { count, counted as inWords } from '../../domain/report/words';
import type { PageRequest } from './query-request';
import type { EventsPage } from './read-answer';
import type { Log } from './threatquotient-options';
import { CursorRefused } from './threatquotient-source';

/** What a walk did, in numbers. */
export interface WalkTally {
  readonly received: number;
  readonly duplicates: number;
  /** Elements without an id, those that are no object included. */
  readonly withoutKey: number;
  /** Of events that were not known, and of known ones. */
  readonly added: number;
  readonly changed: number;
  /** Messages that every sink has, and those that one of them does not take; one an event unless it is flattened. */
  readonly sent: number;
  readonly refused: number;
}

export const NOTHING_WALKED: WalkTally = {
  received: 0,
  duplicates: 0,
  withoutKey: 0,
  added: 0,
  changed: 0,
  sent: 0,
  refused: 0,
};

/** What became of a batch, in messages. */
export interface Delivered {
  /** Those that every sink has. */
  readonly sent: number;
  /** Those that one of them does not take, for good. */
  readonly refused: number;
}

const NOTHING_DELIVERED: Delivered = { sent: 0, refused: 0 };

/** What a walk needs of the world. */
export interface WalkPorts {
  /**
   * @param next what is likely to be asked for next, or null
   * @param beforeWaiting to be done before a page that did not come is waited for
   */
  fetchPage(request: PageRequest, next: PageRequest | null, beforeWaiting: () => Promise<void>): Promise<EventsPage>;
  /**
   * Resolves when the sinks have confirmed them. Their bodies last until then: the memory is used again.
   */
  deliver(events: readonly EventElement[]): Promise<Delivered>;
  /** Some pages are delivered. What it says must be kept before the next ones are. */
  confirmed(progress: EventsProgress, place: WalkPlace | null, tally: WalkTally): void;
  paging(): 'offset' | 'cursor';
  /** Epoch seconds by the server's clock. */
  serverNow(): number;
  /** Epoch milliseconds by this machine. */
  timeOfDay(): number;
  /** Milliseconds of a clock that nobody sets: time is measured by it. */
  now(): number;
  /** The usual ones when not given. */
  readonly batch?: GatherLimits | undefined;
  readonly log: Log;
  /** Path of the setting that names the server. */
  readonly addressSetting: string;
}

export interface WalkBeginning {
  readonly progress: EventsProgress;
  readonly rules: Omit<WalkRules, 'paging'>;
  /** Where a lost attempt was. */
  readonly place: WalkPlace | null;
  /** What the lost attempt had done. */
  readonly tally: WalkTally;
}

/**
 * Walks over the pages of a window: fetch and compare page by page, deliver and confirm some pages at once, while the
 * next ones are fetched. The progress moves only after the sinks have confirmed. Throws CollectorError; what was
 * confirmed till then has been told, and what was read before the failure was delivered.
 */
export async function walkPages(
  beginning: WalkBeginning,
  ports: WalkPorts,
): Promise<{ readonly progress: EventsProgress; readonly tally: WalkTally }> {
  const { window } = beginning.progress;
  let gathered = newBatch(new BatchMemory(), ports);
  let { progress, tally } = beginning;
  let walk = begin(beginning, ports);
  /** The batch that is on its way, and whether it has arrived. One at a time, so that order is kept. */
  let sent = newBatch(new BatchMemory(), ports);
  let sending: Promise<void> = Promise.resolve();

  async function deliver(batch: GatheredPages): Promise<void> {
    const { pages } = batch;
    const last = pages.at(-1);
    if (last === undefined) return;
    const { sent: taken, refused } = await deliverDue(batch.due(), ports);
    for (const page of pages) {
      tally = counted(tally, page, progress);
      progress = confirmPage(progress, page.page, page.reading);
    }
    tally = { ...tally, sent: tally.sent + taken, refused: tally.refused + refused };
    // What a walk brings that has found nothing is in what it returns, at once.
    if (walk.isDone && pages.every(({ due }) => due.length === 0)) return;
    ports.confirmed(progress, walkInterrupted(last.reading.next), tally);
  }

  /** Sends what is gathered once the batch before it is confirmed. Pages are asked for meanwhile. */
  async function sendGathered(): Promise<void> {
    await sending;
    const { memory } = sent; // of what is confirmed by now
    memory.clear();
    sent = gathered;
    gathered = newBatch(memory, ports);
    sending = deliver(sent);
    sending.catch(() => undefined); // whoever awaits it is told
  }

  async function deliverAll(): Promise<void> {
    await sendGathered();
    await sending;
  }

  while (!walk.isDone) {
    const page = await nextPage(walk, ports, deliverAll);
    if (page === 'refused') {
      await deliverAll();
      walk = begin({ ...beginning, progress, place: null }, ports);
      continue;
    }
    if (page === 'too_large') {
      walk = smallerPages(walk);
      continue;
    }
    const rows = page.elements.map(({ row }) => row);
    const read = { rows, total: page.total, nextMark: page.nextMark };
    const reading = await judge(walk, read, gathered.beside(sent.beside(progress.seen)), ports, deliverAll);
    warnOfServer(walk, reading, ports.log);
    gathered.add({ page: read, reading, due: reading.due.flatMap((index) => page.elements[index] ?? []) });
    page.release(); // what is due of it has been copied
    walk = reading.next;
    if (gathered.isFull) await sendGathered();
  }
  await deliverAll();
  if (beginning.place === null) warnOfMissing(walk, ports.log);
  return { progress: endWalk(progress, walk, window), tally };
}

function newBatch(memory: BatchMemory, ports: WalkPorts): GatheredPages {
  return new GatheredPages(() => ports.now(), memory, ports.batch);
}

function begin({ progress, rules, place }: WalkBeginning, ports: WalkPorts): Walk {
  const all: WalkRules = { ...rules, paging: ports.paging() };
  return place === null ? planWalk(progress, all, ports.serverNow(), ports.timeOfDay() / 1000) : resumeWalk(place, all);
}

async function nextPage(
  walk: Walk,
  ports: WalkPorts,
  beforeWaiting: () => Promise<void>,
): Promise<EventsPage | 'refused' | 'too_large'> {
  ports.log('info', 'Started getting events from ThreatQuotient');
  try {
    const { place, limit, bounds } = walk;
    const likely = likelyNextPlace(walk);
    const next = likely && { place: likely, limit, bounds };
    return await ports.fetchPage({ place, limit, bounds }, next, beforeWaiting);
  } catch (error) {
    if (error instanceof CursorRefused) return 'refused';
    if (error instanceof CollectorError && error.id === 'threatquotient_too_large' && walk.limit > 1)
      return 'too_large';
    throw error;
  }
}

async function judge(
  walk: Walk,
  page: WalkPage,
  known: Known,
  ports: WalkPorts,
  beforeFailing: () => Promise<void>,
): Promise<PageReading> {
  try {
    return readPage(walk, page, known);
  } catch (error) {
    if (!(error instanceof WalkFault)) throw error;
    await beforeFailing();
    throw new CollectorError('threatquotient_circle', { setting: ports.addressSetting, seen: error.message });
  }
}

async function deliverDue(due: readonly EventElement[], ports: WalkPorts): Promise<Delivered> {
  const events = due.filter(({ body }) => body !== null);
  const deleted = due.filter(({ body, isDeleted }) => body === null && isDeleted).length;
  if (deleted > 0) ports.log('info', `Events that ThreatQ has deleted were left out: ${count(deleted)}`);
  for (const { row, body, isDeleted } of due) {
    if (body === null && isDeleted) continue;
    if (body === null) ports.log('warn', `An element that is no event was left out (fingerprint ${row.fingerprint})`);
    else if (row.id === null) ports.log('warn', `An event without an id is delivered (fingerprint ${row.fingerprint})`);
    else if (row.updatedAt === null)
      ports.log('warn', `Event ${row.id} has no updated_at that is a time; it is delivered`);
  }
  if (events.length === 0) return NOTHING_DELIVERED;
  ports.log('info', 'Started sending events to Devo');
  return ports.deliver(events);
}

function counted(tally: WalkTally, { reading, due }: GatheredPage, { seen }: EventsProgress): WalkTally {
  const withId = due.filter(({ row }) => row.id !== null);
  const told = withId.filter(({ body }) => body !== null);
  const changed = told.filter(({ row }) => row.id !== null && seen.knowsId(row.id)).length;
  return {
    received: tally.received + reading.received,
    duplicates: tally.duplicates + reading.received - due.length,
    withoutKey: tally.withoutKey + due.length - withId.length,
    added: tally.added + told.length - changed,
    changed: tally.changed + changed,
    sent: tally.sent,
    refused: tally.refused,
  };
}

/** A quiet day must not be what an account sees that may count events and not read them. */
function warnOfMissing({ kind, rows, lastTotal }: Walk, log: Log): void {
  if (kind === 'tail' || lastTotal === null || lastTotal <= rows) return;
  log(
    'warn',
    `ThreatQ counts ${inWords(lastTotal, 'event')} in the window and gives ${count(rows)}; ` +
      'if that stays so, the rights of its user may be too few',
  );
}

/** What the server does not heed, said once in a walk. */
function warnOfServer(walk: Walk, { next }: PageReading, log: Log): void {
  if (walk.outside === 0 && next.outside > 0)
    log('warn', 'ThreatQ does not heed the window that is asked for; older events are passed over');
  if (walk.inOrder && !next.inOrder)
    log(
      'warn',
      'ThreatQ does not heed the sort that is asked for; events are put in order before they are ' +
        `sent, up to ${count(GATHER_LIMITS.events)} at a time`,
    );
}
