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
  const begin = from.mark === '*' ? 0 : indexAfter(sorted, readMark(from.mark), query.sort);
  const rows = sorted.slice(begin, begin + limit);
  const last = rows.at(-1);
  return { rows, total, limit, offset: null, nextMark: last === undefined ? from.mark : writeMark(last) };
}

function isNaturalOrder(sort: readonly SortKey[]): boolean {
  return sort.map(({ name, descending }) => `${descending ? '-' : ''}${name}`).join() === 'updated_at,id';
}

function compare(left: StoredEvent, right: StoredEvent, sort: readonly SortKey[]): number {
  for (const { name, descending } of sort) {
    const [one, other] = [valueOf(left, name), valueOf(right, name)];
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

/** A mark is the place of the last row: what came or went before it shifts nothing. */
function writeMark(event: StoredEvent): string {
  return Buffer.from(JSON.stringify([event.updatedAt, event.id])).toString('base64url');
}

function readMark(mark: string): Pick<StoredEvent, 'updatedAt' | 'id'> {
  try {
    const [updatedAt, id] = JSON.parse(Buffer.from(mark, 'base64url').toString('utf8')) as unknown[];
    if (typeof updatedAt === 'number' && typeof id === 'number') return { updatedAt, id };
  } catch {
    // No JSON: refused below like every other text that is no mark.
  }
  throw new Refusal(400, 'cursorMark is not a mark of this server');
}

function indexAfter(
  sorted: readonly StoredEvent[],
  place: Pick<StoredEvent, 'updatedAt' | 'id'>,
  sort: readonly SortKey[],
): number {
  const first = sort[0];
  const isAfter = (event: StoredEvent): boolean => {
    if (first?.name === 'id') return event.id > place.id;
    return event.updatedAt > place.updatedAt || (event.updatedAt === place.updatedAt && event.id > place.id);
  };
  const index = sorted.findIndex(isAfter);
  return index === -1 ? sorted.length : index;
}
