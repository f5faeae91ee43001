import { comparePositions, isPlaced, type PlacedRow } from '../event-row';
import { repeatedPage } from './repeated-page';
import { type Walk, type WalkPage, wholeWalk } from './walk';

/** A server whose rows come without order, or come in behind us, is asked again so often at most. */
const MOST_PASSES = 5;

/**
 * Steps back from an empty page, each twice as far, before it is believed that the server shows fewer rows than it
 * counts.
 */
const LOOKS_BACK = 6;

/** Where the walk goes on behind a page, or its end. */
export function afterPage(walk: Walk, page: WalkPage, hasProgress: boolean): Walk {
  const { rows, total, nextMark } = page;
  const isPast = rows.every((row) => isPlaced(row) && row.updatedAt >= walk.bounds.upper);
  if (isPast && walk.isSure) return finished(walk, null);
  if ('mark' in walk.place)
    return nextMark === null || nextMark === walk.place.mark
      ? finished(walk, total)
      : { ...walk, place: { mark: nextMark } };
  const end = walk.place.offset + rows.length;
  const isReached = total !== null && end >= total;
  if (isReached && (rows.length < walk.limit || !hasProgress)) return finished(walk, total);
  if (!walk.isSure) return { ...walk, place: { offset: end, isAnchored: false } };
  const lastPlaced = rows.findLastIndex(isPlaced);
  const canAnchor = lastPlaced >= 0;
  if (hasProgress)
    return {
      ...walk,
      place: canAnchor
        ? { offset: walk.place.offset + lastPlaced, isAnchored: true }
        : { offset: end, isAnchored: false },
    };
  if (total === null && rows.length < walk.largestPage) return finished(walk, total);
  // Nothing further although there should be more: rows have come in before us, or a page holds no more than its
  // anchor.
  const isAnchored = canAnchor && lastPlaced > 0;
  return { ...walk, place: { offset: isAnchored ? walk.place.offset + lastPlaced : end, isAnchored } };
}

/** The same behind a page without rows. */
export function emptyPage(walk: Walk, total: number | null, nextMark: string | null): Walk {
  if ('mark' in walk.place) return finished({ ...walk, place: { mark: nextMark ?? walk.place.mark } }, total);
  const { offset, isAnchored } = walk.place;
  if (offset === 0) return finished(walk, total);
  if (!isAnchored) return mayHaveSlid(walk, offset, total) ? lookedBack(walk, offset, total) : finished(walk, total);
  if (walk.kind === 'tail') return wholeWalk(walk);
  // The row that it should begin with has slid, or is gone; or the server counts rows that it does not show.
  if (total !== null && total > offset && walk.idle >= LOOKS_BACK)
    return { ...walk, idle: walk.idle + 1, place: { offset: offset + 1, isAnchored: false } };
  return lookedBack(walk, offset, total);
}

/**
 * Whether rows that were not read may lie before the place of an empty page: some of those before it are gone, and the
 * rest have slid. A server whose number of rows cannot be trusted is looked at once more, not for ever.
 */
function mayHaveSlid({ isSure, idle }: Walk, offset: number, total: number | null): boolean {
  return isSure && (idle <= 1 || (total !== null && total <= offset));
}

function lookedBack(walk: Walk, offset: number, total: number | null): Walk {
  return steppedBack(walk, Math.max(0, offset - walk.stepBack), total);
}

/** The offset to go back to when rows may lie between the page before and this one, else null. */
export function offsetAfterGap(walk: Walk, first: PlacedRow | undefined): number | null {
  if ('mark' in walk.place || walk.place.offset === 0 || walk.readTo === null || first === undefined) return null;
  if (comparePositions(first, walk.readTo) <= 0) return null;
  return Math.max(0, walk.place.offset - walk.stepBack);
}

export function steppedBack(walk: Walk, offset: number, total: number | null): Walk {
  return {
    ...walk,
    place: { offset, isAnchored: true },
    stepBack: walk.stepBack * 2,
    lastTotal: total ?? walk.lastTotal,
    lastPage: null,
    idle: walk.idle + 1,
  };
}

/** The end, unless something shows that rows were missed. */
function finished(walk: Walk, total: number | null): Walk {
  if (walk.kind === 'tail') {
    const isAsExpected = total === null || total === walk.expected + walk.rows - walk.moved;
    return isAsExpected ? { ...walk, lastTotal: total, isDone: true } : wholeWalk(walk);
  }
  // Once older rows are forgotten, another pass would deliver them again; what came late is found within the overlap.
  const remembersAll = !walk.isSure || walk.newest === null || walk.newest - walk.overlap <= walk.bounds.lower;
  const isShort = total !== null && total > walk.rows;
  const fewestPages = walk.limit === 1 ? 0 : 1; // of a single row nothing shows that others have slid
  const mayHaveMissed = isShort ? walk.pages > 1 || walk.repeats > 0 : walk.pages > fewestPages && !walk.isSure;
  const isWorthAnother = mayHaveMissed && remembersAll && walk.brought > 0 && walk.pass < MOST_PASSES;
  if (isWorthAnother) return { ...wholeWalk(walk), pass: walk.pass + 1 };
  if (isShort && walk.repeats === 1 && 'offset' in walk.place && walk.place.offset > 0) {
    // As a row that came in before us makes it. A server that gives one page for ever gives it here as well.
    return { ...walk, place: { offset: walk.place.offset - 1, isAnchored: true }, idle: walk.idle + 1 };
  }
  if (isShort && walk.repeats > 0) throw repeatedPage(walk.place, walk.rows);
  return { ...walk, lastTotal: total, isDone: true };
}
