import { comparePositions, isPlaced, type EventRow, type PlacedRow, type Position } from '../event-row';
import { afterPage, emptyPage, offsetAfterGap, steppedBack } from './next-place';
import { watchRepeats } from './repeated-page';
import { firstStepBack, type Walk, type WalkPage, wholeWalk } from './walk';
import { WalkFault } from './walk-fault';

/** What is to be done with a page. */
export interface PageReading {
  /** Indices of the rows to deliver, in their order. */
  readonly due: readonly number[];
  /** Rows that came for the first time in this walk and lie in its window. */
  readonly received: number;
  /** The walk once they are delivered. */
  readonly next: Walk;
}

/** What is known of rows that were delivered. */
export interface Known {
  knows(row: EventRow): boolean;
  knowsId(id: string): boolean;
}

/** Pages without anything further: more than a bulk import that comes in behind us needs. */
const MOST_IDLE = 100;

/** Takes a page. Throws WalkFault when the server leads round in a circle. */
export function readPage(walk: Walk, given: WalkPage, known: Known): PageReading {
  const miscounts = walk.miscounts === true || countsTooFew(walk, given);
  const page = miscounts ? { ...given, total: null } : given;
  const { rows, total } = page;
  const watched = { ...watchRepeats(walk, rows), miscounts };
  if (rows.length === 0) return nothingDue(emptyPage(watched, total, page.nextMark));
  const placed = rows.filter(isPlaced);
  const inOrder = walk.inOrder && isSorted(placed);
  const isSure = walk.isSure && inOrder && !isOutOfHand(walk);
  const back = isSure ? offsetAfterGap(watched, placed[0]) : null;
  if (back !== null) return nothingDue(walk.kind === 'tail' ? wholeWalk(walk) : steppedBack(watched, back, total));

  const due = dueRows(walk, rows, known);
  const isDue = new Set(due);
  const fresh = rows.filter((row, index) => isDue.has(index) || isFurther(row, walk.furthest));
  const outside = fresh.filter((row) => isOutside(row, walk)).length;
  const furthest = furthestOf(placed, walk.furthest);
  const hasProgress = due.length > 0 || furthest !== walk.furthest;
  const read: Walk = {
    ...watched,
    isSure,
    inOrder,
    furthest,
    readTo: placed.at(-1) ?? walk.readTo,
    newest: newestWithin(placed, walk),
    rows: walk.rows + fresh.length,
    moved:
      walk.moved +
      fresh.filter((row) => isPlaced(row) && isFurther(row, walk.furthest) && known.knowsId(row.id)).length,
    brought: walk.brought + due.length,
    outside: walk.outside + outside,
    pages: walk.pages + (hasProgress ? 1 : 0),
    lastTotal: total,
    largestPage: Math.max(walk.largestPage, rows.length),
    stepBack: firstStepBack(walk.limit),
    idle: hasProgress ? 0 : walk.idle + 1,
  };
  if (read.idle > MOST_IDLE)
    throw new WalkFault('no_end', `${String(MOST_IDLE)} pages one after the other brought nothing further`);
  return {
    due,
    received: walk.pass > 1 ? due.length : fresh.length - outside, // a further pass reads again what was counted
    next: afterPage(read, page, hasProgress),
  };
}

/** A number of rows that is smaller than the place of the last one is no end of a walk. */
function countsTooFew({ place }: Walk, { rows, total }: WalkPage): boolean {
  return total !== null && rows.length > 0 && total < ('offset' in place ? place.offset : 0) + rows.length;
}

/** Whether the page begins behind the rows that were read, with nothing to show that none has slid past. */
function isOutOfHand({ place, limit }: Walk): boolean {
  return limit > 1 && 'offset' in place && place.offset > 0 && !place.isAnchored;
}

function nothingDue(next: Walk): PageReading {
  if (next.idle > MOST_IDLE)
    throw new WalkFault('no_end', `${String(MOST_IDLE)} pages one after the other brought nothing further`);
  return { due: [], received: 0, next };
}

function dueRows(walk: Walk, rows: readonly EventRow[], known: Known): readonly number[] {
  const inPage = new Set<string>();
  const due: number[] = [];
  for (const [index, row] of rows.entries()) {
    const version = `${row.id ?? ''} ${String(row.updatedAt)} ${row.fingerprint}`;
    if (isOutside(row, walk) || inPage.has(version) || known.knows(row)) continue;
    inPage.add(version);
    due.push(index);
  }
  return due;
}

function isOutside(row: EventRow, walk: Walk): boolean {
  return row.updatedAt !== null && row.updatedAt < walk.bounds.lower;
}

/** Whether it is read for the first time in this pass. A row without a place always counts. */
function isFurther(row: EventRow, furthest: Position | null): boolean {
  return furthest === null || !isPlaced(row) || comparePositions(row, furthest) > 0;
}

function furthestOf(placed: readonly PlacedRow[], before: Position | null): Position | null {
  let furthest = before;
  for (const row of placed) if (furthest === null || comparePositions(row, furthest) > 0) furthest = row;
  return furthest === before ? before : furthest && { id: furthest.id, updatedAt: furthest.updatedAt };
}

/** A date of next year must not become the place to begin from, nor one of a clock that will be set back. */
function newestWithin(placed: readonly PlacedRow[], walk: Walk): number | null {
  let newest = walk.newest;
  const { upper, trusted = upper } = walk.bounds;
  for (const { updatedAt } of placed) {
    if (updatedAt <= Math.min(upper, trusted) && (newest === null || updatedAt > newest)) newest = updatedAt;
  }
  return newest;
}

function isSorted(placed: readonly PlacedRow[]): boolean {
  return placed.every((row, index) => index === 0 || comparePositions(placed[index - 1] ?? row, row) <= 0);
}
