import { CollectorError } from '../../errors/collector-error';
import {
  confirmPage,
  endWalk,
  type EventsProgress,
  planWalk,
  type WalkRules,
} from '../../domain/events/state/events-progress';
import type { EventRow } from '../../domain/events/event-row';
import { type PageReading, readPage } from '../../domain/events/walk/read-page';
import { resumeWalk, smallerPages, type Walk, walkInterrupted, type WalkPlace } from '../../domain/events/walk/walk';
import { WalkFault } from '../../domain/events/walk/walk-fault';
import type { EventElement } from './event-element';
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
  readonly sent: number;
}

export const NOTHING_WALKED: WalkTally = { received: 0, duplicates: 0, withoutKey: 0, added: 0, changed: 0, sent: 0 };

/** What a walk needs of the world. */
export interface WalkPorts {
  fetchPage(request: PageRequest): Promise<EventsPage>;
  /** Resolves when the sink has confirmed all of them. */
  deliver(events: readonly EventElement[]): Promise<void>;
  /** A page is delivered. What it says must be kept before the next one is asked for. */
  confirmed(progress: EventsProgress, place: WalkPlace | null, tally: WalkTally): void;
  paging(): 'offset' | 'cursor';
  /** Epoch seconds by the server's clock. */
  serverNow(): number;
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
 * Walks over the pages of a window: fetch, compare, deliver, confirm, page by page. The progress moves only after the
 * sink has confirmed. Throws CollectorError; what was confirmed till then has been told.
 */
export async function walkPages(
  beginning: WalkBeginning,
  ports: WalkPorts,
): Promise<{ readonly progress: EventsProgress; readonly tally: WalkTally }> {
  const { window } = beginning.progress;
  let { progress, tally } = beginning;
  let walk = begin(beginning, ports);
  while (!walk.isDone) {
    const page = await nextPage(walk, ports);
    if (page === 'refused') {
      walk = begin({ ...beginning, progress, place: null }, ports);
      continue;
    }
    if (page === 'too_large') {
      walk = smallerPages(walk);
      continue;
    }
    const rows = page.elements.map(({ row }) => row);
    const read = { rows, total: page.total, nextMark: page.nextMark };
    const reading = judge(walk, read, progress, ports);
    const due = reading.due.flatMap((index) => page.elements[index] ?? []);
    warnOfOutside(walk, reading, ports.log);
    await deliverDue(due, ports);
    tally = counted(tally, reading, due, progress);
    progress = confirmPage(progress, read, reading);
    walk = reading.next;
    ports.confirmed(progress, walkInterrupted(walk), tally);
  }
  return { progress: endWalk(progress, walk, window), tally };
}

function begin({ progress, rules, place }: WalkBeginning, ports: WalkPorts): Walk {
  const all: WalkRules = { ...rules, paging: ports.paging() };
  return place === null ? planWalk(progress, all, ports.serverNow()) : resumeWalk(place, all);
}

async function nextPage(walk: Walk, ports: WalkPorts): Promise<EventsPage | 'refused' | 'too_large'> {
  ports.log('info', 'Started getting events from ThreatQuotient');
  try {
    return await ports.fetchPage({ place: walk.place, limit: walk.limit, bounds: walk.bounds });
  } catch (error) {
    if (error instanceof CursorRefused) return 'refused';
    if (error instanceof CollectorError && error.id === 'threatquotient_too_large' && walk.limit > 1)
      return 'too_large';
    throw error;
  }
}

function judge(
  walk: Walk,
  page: { rows: readonly EventRow[]; total: number | null; nextMark: string | null },
  progress: EventsProgress,
  ports: WalkPorts,
): PageReading {
  try {
    return readPage(walk, page, progress.seen);
  } catch (error) {
    if (!(error instanceof WalkFault)) throw error;
    throw new CollectorError('threatquotient_circle', { setting: ports.addressSetting, seen: error.message });
  }
}

async function deliverDue(due: readonly EventElement[], ports: WalkPorts): Promise<void> {
  const events = due.filter(({ body }) => body !== null);
  for (const { row, body } of due) {
    if (body === null) ports.log('warn', `An element that is no event was left out (fingerprint ${row.fingerprint})`);
    else if (row.id === null) ports.log('warn', `An event without an id is delivered (fingerprint ${row.fingerprint})`);
    else if (row.updatedAt === null)
      ports.log('warn', `Event ${row.id} has no updated_at that is a time; it is delivered`);
  }
  if (events.length === 0) return;
  ports.log('info', 'Started sending events to Devo');
  await ports.deliver(events);
}

function counted(
  tally: WalkTally,
  reading: PageReading,
  due: readonly EventElement[],
  { seen }: EventsProgress,
): WalkTally {
  const withId = due.filter(({ row }) => row.id !== null);
  const changed = withId.filter(({ row }) => row.id !== null && seen.knowsId(row.id)).length;
  return {
    received: tally.received + reading.received,
    duplicates: tally.duplicates + reading.received - due.length,
    withoutKey: tally.withoutKey + due.length - withId.length,
    added: tally.added + withId.length - changed,
    changed: tally.changed + changed,
    sent: tally.sent + due.filter(({ body }) => body !== null).length,
  };
}

function warnOfOutside(walk: Walk, { next }: PageReading, log: Log): void {
  if (walk.outside > 0 || next.outside === 0) return;
  log('warn', 'ThreatQ does not heed the window that is asked for; older events are passed over');
}
