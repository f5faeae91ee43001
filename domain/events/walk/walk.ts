import type { EventRow, Position } from '../event-row';

/** Which events a walk is about: `lower` ≤ `updated_at` < `upper`, epoch seconds. Neither moves within a walk. */
export interface WalkBounds {
  readonly lower: number;
  readonly upper: number;
  /** No later time becomes the cursor, however far ahead the server's clock is; absent in what older versions wrote. */
  readonly trusted?: number;
}

/**
 * Where the next page begins. An *anchored* page begins with a row that was read already: if its first row comes behind
 * that one, rows have slid past the offset. A mark leaves it to the server to go on behind the last row.
 */
export type Place = { readonly offset: number; readonly isAnchored: boolean } | { readonly mark: string };

/** A page, as far as the rules need it. */
export interface WalkPage {
  /** In the order in which they came. */
  readonly rows: readonly EventRow[];
  /** How many rows there are in all, where the server says so. */
  readonly total: number | null;
  /** Where paging goes by marks. */
  readonly nextMark: string | null;
}

/**
 * One walk over the pages of a window that goes on changing.
 *
 * Rows leave it when they are updated or deleted, and the rest slide past an offset; others come into its midst when
 * the index is late. So nothing is believed of numbers of rows: each page but the first begins with the last row of
 * the one before, and rows that come behind it have not been skipped.
 */
export interface Walk {
  readonly bounds: WalkBounds;
  /** Seconds that a later walk goes back; see `walkBounds`. */
  readonly overlap: number;
  /** Rows asked for in a page. */
  readonly limit: number;
  /** `tail`: only what comes behind the newest known row; see `startWalk`. */
  readonly kind: 'whole' | 'tail';
  readonly place: Place;
  /** The last row of the page before. */
  readonly readTo: Position | null;
  /** The furthest row of this pass. */
  readonly furthest: Position | null;
  /** The newest `updated_at` up to the upper bound that was read in this walk. */
  readonly newest: number | null;
  /**
   * False when rows came in another order than asked for, or pages are too small to begin with a known row: then only a
   * pass that brings nothing new is an end, and the cursor waits for it.
   */
  readonly isSure: boolean;
  /** Whether all rows so far came in the order that was asked for. */
  readonly inOrder: boolean;
  /** Rows that the tail's server should have before its new ones. */
  readonly expected: number;
  /**
   * Rows of this pass, those of before not counted again; of a tail also which of them were known with an older
   * version.
   */
  readonly rows: number;
  readonly moved: number;
  readonly pass: number;
  /** Rows of this pass that were due. */
  readonly brought: number;
  readonly pages: number;
  /** Rows that lie before the window: the server does not heed it. */
  readonly outside: number;
  readonly lastTotal: number | null;
  /** Whether it has counted fewer rows than it gave: from then on its numbers are none. */
  readonly miscounts?: boolean;
  readonly largestPage: number;
  readonly stepBack: number;
  readonly lastPage: { readonly signature: string; readonly place: Place } | null;
  readonly repeats: number;
  /** Pages in a row that brought nothing further. */
  readonly idle: number;
  readonly isDone: boolean;
}

const FRESH = {
  readTo: null,
  furthest: null,
  rows: 0,
  moved: 0,
  brought: 0,
  pages: 0,
  outside: 0,
  lastTotal: null,
  largestPage: 0,
  lastPage: null,
  repeats: 0,
  idle: 0,
} as const;

/** A tenth of a page: most of the next page is then new all the same. It doubles until nothing is missed. */
export function firstStepBack(limit: number): number {
  return Math.max(1, Math.floor(limit / 10));
}

/** Reads the whole window. */
export function startWalk(
  given: Pick<Walk, 'bounds' | 'overlap' | 'limit'> & { readonly paging: 'offset' | 'cursor' },
): Walk {
  const { bounds, overlap, limit, paging } = given;
  const place: Place = paging === 'cursor' ? { mark: '*' } : { offset: 0, isAnchored: false };
  return {
    ...FRESH,
    bounds,
    overlap,
    limit,
    kind: 'whole',
    place,
    newest: null,
    isSure: limit > 1,
    inOrder: true,
    expected: 0,
    pass: 1,
    stepBack: firstStepBack(limit),
    isDone: false,
  };
}

/**
 * Reads only what comes behind the newest known row, and whether the number of those before it is still what it was.
 * A window with thousands of known rows is then not read again and again while nothing happens.
 */
export function startTail(
  given: Pick<Walk, 'bounds' | 'overlap' | 'limit'>,
  newest: Position,
  expected: number,
  mark: string | null,
): Walk {
  const whole = startWalk({ ...given, paging: mark === null ? 'offset' : 'cursor' });
  const place: Place = mark === null ? { offset: Math.max(0, expected - 1), isAnchored: true } : { mark };
  return { ...whole, kind: 'tail', place, readTo: newest, furthest: newest, expected };
}

/** The newest `updated_at` that is safe to begin from next time, or null: nothing has moved. */
export function safeCursor(walk: Walk): number | null {
  return walk.isSure || walk.isDone ? walk.newest : null;
}

/** From the beginning of the window, with what is known so far. */
export function wholeWalk(walk: Walk): Walk {
  const place: Place = 'mark' in walk.place ? { mark: '*' } : { offset: 0, isAnchored: false };
  return { ...walk, ...FRESH, kind: 'whole', place, stepBack: firstStepBack(walk.limit) };
}

/** Where an interrupted walk goes on, as it travels in heartbeats. */
export interface WalkPlace {
  readonly bounds: WalkBounds;
  readonly place: Place;
  readonly readTo: Position;
  readonly newest: number | null;
}

/** Null where it is best begun anew. */
export function walkInterrupted({ bounds, place, readTo, newest, kind, isSure, isDone }: Walk): WalkPlace | null {
  return kind === 'whole' && isSure && !isDone && readTo !== null ? { bounds, place, readTo, newest } : null;
}

export function resumeWalk(
  { bounds, place, readTo, newest }: WalkPlace,
  { overlap, limit, paging }: Pick<Walk, 'overlap' | 'limit'> & { readonly paging: 'offset' | 'cursor' },
): Walk {
  const walk = startWalk({ bounds, overlap, limit, paging });
  return { ...walk, place, readTo, newest, furthest: readTo };
}

/** For events so large that a page of them is too much. */
const SMALLER = 8;

export function smallerPages(walk: Walk): Walk {
  const limit = Math.max(1, Math.floor(walk.limit / SMALLER));
  return { ...walk, limit, stepBack: firstStepBack(limit), isSure: walk.isSure && limit > 1, lastPage: null };
}
