import { isPlaced, type EventRow } from '../event-row';
import type { PageReading } from '../walk/read-page';
import { MOST_SEEN, type SeenEvents } from './seen-events';
import { safeCursor, startTail, startWalk, type Walk, type WalkBounds, type WalkPage } from '../walk/walk';

/** How far the events of a service are delivered. */
export interface EventsProgress {
  /** The newest `updated_at` whose page is delivered, epoch seconds. */
  readonly cursor: number;
  readonly seen: SeenEvents;
  readonly window: QuietWindow | null;
}

/** What the last walk has found, so that the next one need not read it again while nothing happens. */
export interface QuietWindow {
  /** Rows that the server counts in the window beyond those that are known. */
  readonly excess: number;
  /** Rows that it counted, and whether it heeds the lower bound at all. */
  readonly total: number;
  readonly heedsLower: boolean;
  /** When it was last read as a whole, by the server's clock; epoch seconds. */
  readonly readAt: number;
  /** Whether it was quiet for as long as an index may lag, so that nothing late is to be expected. */
  readonly isSettled: boolean;
  /** Where paging goes by marks. */
  readonly mark: string | null;
}

export interface WalkRules {
  /** Nothing before it is delivered, epoch seconds: the historical date, or where another collector has stopped. */
  readonly notBefore: number;
  /** Seconds that a walk goes back behind the cursor, for events whose index is late and for clocks that differ. */
  readonly overlap: number;
  readonly limit: number;
  readonly paging: 'offset' | 'cursor';
}

/** So few rows are read again at each walk: that costs less than to reason about them. */
const FEW_ROWS = 20;

/** A clock of the server that is further ahead of ours than this is taken for one that may be set back, seconds. */
const BELIEVED_AHEAD = 300;

/**
 * Where the server's clock has been set back beyond the overlap, the walk begins by that clock: what comes about now
 * lies before the cursor. What was delivered of that time may come again, and nothing is lost.
 *
 * @param now of the server's clock, epoch seconds with a fraction. The second that has begun belongs to the walk.
 * @param ours the same of our clock
 */
export function walkBounds(
  cursor: number,
  { notBefore, overlap }: WalkRules,
  now: number,
  ours: number = now,
): WalkBounds {
  const from = now < cursor - overlap ? now : cursor;
  const trusted = Math.floor(ours) + BELIEVED_AHEAD;
  return { lower: Math.max(notBefore, from - overlap), upper: Math.floor(now) + 1, trusted };
}

/** The next walk: of the whole window, or only of its tail when the rest has not changed. */
export function planWalk({ cursor, seen, window }: EventsProgress, rules: WalkRules, now: number, ours?: number): Walk {
  const bounds = walkBounds(cursor, rules, now, ours);
  const given = { bounds, overlap: rules.overlap, limit: rules.limit };
  const whole = startWalk({ ...given, paging: rules.paging });
  const newest = seen.newest();
  if (window === null || newest === null || (rules.paging === 'cursor' && window.mark === null)) return whole;
  const expected = window.heedsLower ? seen.eventsFrom(bounds.lower) + window.excess : window.total;
  const isFresh = bounds.upper - window.readAt < rules.overlap / 2 && bounds.upper >= window.readAt;
  const isQuiet = window.isSettled && expected > rules.limit;
  if (expected <= FEW_ROWS || !(isFresh || isQuiet)) return whole;
  return startTail(given, newest, expected, rules.paging === 'cursor' ? window.mark : null);
}

/**
 * The progress once the rows of a page that were due are confirmed by the sink. The versions that are known are kept in
 * one place, which changes.
 */
export function confirmPage(progress: EventsProgress, page: WalkPage, { due, next }: PageReading): EventsProgress {
  const { seen } = progress;
  const { upper } = next.bounds;
  for (const index of due) addRow(seen, page.rows[index], upper);
  // A row without a place is remembered for as long as it is served.
  for (const row of page.rows) if (!isPlaced(row) && seen.knows(row)) seen.add(row, upper);
  const cursor = Math.max(progress.cursor, safeCursor(next) ?? progress.cursor);
  // What this walk may still be given again must not be forgotten: what lies ahead, and some pages for a step back.
  if (next.kind === 'whole' && next.isSure && next.readTo !== null) {
    seen.prune(Math.min(cursor, next.readTo.updatedAt) - next.overlap, 4 * next.limit);
  } else if (seen.size > MOST_SEEN) {
    seen.prune(Number.NEGATIVE_INFINITY);
  }
  return { cursor, seen, window: null };
}

/** The progress once a walk has come to its end. @param before the window that the walk was planned from */
export function endWalk(progress: EventsProgress, walk: Walk, before: QuietWindow | null): EventsProgress {
  const { seen } = progress;
  const cursor = Math.max(progress.cursor, safeCursor(walk) ?? progress.cursor);
  const keepFrom = Math.min(cursor - walk.overlap, Math.max(walk.bounds.lower, walk.bounds.upper - walk.overlap));
  seen.prune(keepFrom);
  return { cursor, seen, window: windowAfter(walk, seen, keepFrom, before) };
}

function windowAfter(walk: Walk, seen: SeenEvents, keepFrom: number, before: QuietWindow | null): QuietWindow | null {
  const { bounds, lastTotal: total } = walk;
  if (total === null || !walk.isSure) return null;
  const mark = 'mark' in walk.place ? walk.place.mark : null;
  if (walk.kind === 'tail' && before !== null) {
    return { ...before, total, mark, isSettled: before.isSettled && walk.rows === 0 };
  }
  const heedsLower = walk.outside === 0;
  // The total counts older rows as well, which are forgotten: the next walk, of the overlap alone, can be compared
  // with.
  if (heedsLower && keepFrom > bounds.lower) return null;
  return {
    excess: total - seen.eventsFrom(bounds.lower),
    total,
    heedsLower,
    readAt: bounds.upper,
    isSettled: keepFrom + 2 * walk.overlap <= bounds.upper,
    mark,
  };
}

function addRow(seen: SeenEvents, row: EventRow | undefined, now: number): void {
  if (row !== undefined) seen.add(row, now);
}
