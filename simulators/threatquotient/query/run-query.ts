import { z } from 'zod';
import type { StoredEvent } from '../events/stored-event';
import { Refusal } from '../threatquotient-error';
import type { EventsQuery, SortKey } from './read-query';
import { passes, type TimeColumn } from './read-window';

/** One page of what was asked for. */
export interface Page {
  readonly rows: readonly StoredEvent[];
  readonly total: number;
  readonly limit: number;
  /** Null where paging goes by offset. */
  readonly offset: number | null;
  readonly nextMark: string | null;
}

const TIMES: Readonly<Record<TimeColumn, (event: StoredEvent) => number>> = {
  created_at: (event) => event.createdAt,
  updated_at: (event) => event.updatedAt,
  touched_at: (event) => event.touchedAt,
};

/** @param visible in the order of `updated_at`, then id */
export function runQuery(visible: readonly StoredEvent[], query: EventsQuery): Page {
  const found = visible.filter((event) => query.tests.every((test) => passes(TIMES[test.column](event), test)));
  const sorted = isNaturalOrder(query.sort)
    ? found
    : [...found].sort((left, right) => compare(left, right, query.sort));
  const { limit, from } = query;
  const total = sorted.length;
  if ('offset' in from)
    return { rows: sorted.slice(from.offset, from.offset + limit), total, limit, offset: from.offset, nextMark: null };
  const begin = from.mark === '*' ? 0 : indexAfter(sorted, readMark(from.mark, query.sort), query.sort);
  const rows = sorted.slice(begin, begin + limit);
  const last = rows.at(-1);
  const nextMark = last === undefined ? from.mark : writeMark(placeOf(last, query.sort));
  return { rows, total, limit, offset: null, nextMark };
}

function isNaturalOrder(sort: readonly SortKey[]): boolean {
  return sort.map(({ name, descending }) => `${descending ? '-' : ''}${name}`).join() === 'updated_at,id';
}

function compare(left: StoredEvent, right: StoredEvent, sort: readonly SortKey[]): number {
  return comparePlaces(placeOf(left, sort), placeOf(right, sort), sort);
}

/** Where an event stands: the values that are sorted by, and its id. */
interface SortedPlace {
  readonly values: readonly (number | string)[];
  readonly id: number;
}

function placeOf(event: StoredEvent, sort: readonly SortKey[]): SortedPlace {
  return { values: sort.map(({ name }) => valueOf(event, name)), id: event.id };
}

function comparePlaces(left: SortedPlace, right: SortedPlace, sort: readonly SortKey[]): number {
  for (const [index, { descending }] of sort.entries()) {
    const [one, other] = [left.values[index] ?? '', right.values[index] ?? ''];
    if (one !== other) return (one < other ? -1 : 1) * (descending ? -1 : 1);
  }
  // An honest database does not promise any order here; the reverse of the usual one finds who relies on it.
  return right.id - left.id;
}

function valueOf(event: StoredEvent, name: SortKey['name']): number | string {
  switch (name) {
    case 'id':
      return event.id;
    case 'title':
      return 'odd' in event.content ? '' : event.content.title;
    case 'happened_at':
      return 'odd' in event.content ? event.createdAt : event.content.happenedAt;
    default:
      return TIMES[name](event);
  }
}

const placeInMark = z.object({ values: z.array(z.union([z.number(), z.string()])), id: z.int() });

/** A mark is the place of the last row: what came or went before it shifts nothing. */
function writeMark(place: SortedPlace): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function readMark(mark: string, sort: readonly SortKey[]): SortedPlace {
  const place = placeInMark.safeParse(parsed(Buffer.from(mark, 'base64url').toString('utf8'))).data;
  if (place?.values.length !== sort.length) throw new Refusal(400, 'cursorMark is not a mark of this query');
  return place;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no mark
  }
}

function indexAfter(sorted: readonly StoredEvent[], place: SortedPlace, sort: readonly SortKey[]): number {
  const index = sorted.findIndex((event) => comparePlaces(placeOf(event, sort), place, sort) > 0);
  return index === -1 ? sorted.length : index;
}
