import { z } from 'zod';
import { Refusal } from '../threatquotient-error';
import type { Profile } from '../profile';
import { readWindow, type TimeTest } from './read-window';

/** What a query asks for. */
export interface EventsQuery {
  readonly limit: number;
  /** Where the page begins: after so many rows, or after what the mark says (`*` for the beginning). */
  readonly from: { readonly offset: number } | { readonly mark: string };
  readonly sort: readonly SortKey[];
  readonly fields: readonly string[] | null;
  /** All must hold. */
  readonly tests: readonly TimeTest[];
}

export interface SortKey {
  readonly name: SortName;
  readonly descending: boolean;
}

export type SortName = 'id' | 'created_at' | 'updated_at' | 'touched_at' | 'happened_at' | 'title';

const DEFAULT_LIMIT = 100; // not known of the real one
const PARAMETERS: ReadonlySet<string> = new Set(['limit', 'offset', 'sort', 'cursorMark']);
const SORT_NAMES: ReadonlySet<string> = new Set([
  'id',
  'created_at',
  'updated_at',
  'touched_at',
  'happened_at',
  'title',
] satisfies SortName[]);

/** Columns of an event, and its relations. */
const FIELD_NAMES: ReadonlySet<string> = new Set([
  ...['*', 'id', 'title', 'type', 'type_id', 'description', 'hash', 'sync_hash', 'status', 'status_id'],
  ...['point_of_contact', 'happened_at', 'created_at', 'updated_at', 'touched_at', 'deleted_at'],
  ...['adversaries', 'attachments', 'attributes', 'comments', 'events', 'indicators', 'signatures', 'sources'],
  ...['spearphish', 'tags', 'watchlist'],
]);

const queryBody = z.strictObject({
  criteria: z.record(z.string(), z.unknown()).optional(),
  filters: z.record(z.string(), z.unknown()).optional(),
  fields: z.array(z.string()).optional(),
});

/** Reads a query strictly: an unknown parameter, member, column or operator is refused with 400. */
export function readQuery(query: URLSearchParams, body: unknown, profile: Profile, now: number): EventsQuery {
  for (const name of query.keys()) {
    if (!PARAMETERS.has(name)) throw new Refusal(400, `The parameter ${name} is not known`);
    if (query.getAll(name).length > 1) throw new Refusal(400, `The parameter ${name} is given twice`);
  }
  const parsed = queryBody.safeParse(body);
  if (!parsed.success)
    throw new Refusal(
      400,
      `The body must be an object with criteria, filters and fields: ${z.prettifyError(parsed.error)}`,
    );
  const { criteria = {}, filters = {}, fields } = parsed.data;
  const sort = readSort(query.get('sort'));
  return {
    limit: readLimit(query.get('limit'), profile),
    from: readBeginning(query, sort, profile),
    sort,
    fields: fields === undefined ? null : readFields(fields, profile),
    tests: windowOf(criteria, filters, profile, now),
  };
}

function readLimit(text: string | null, { limitCap, overLimit }: Profile): number {
  if (text === null) return Math.min(DEFAULT_LIMIT, limitCap);
  const limit = wholeNumber(text);
  if (limit === null || limit < 1) throw new Refusal(400, 'limit must be a whole number above 0');
  if (limit > limitCap && overLimit === 'refuse') throw new Refusal(400, `limit must not be above ${String(limitCap)}`);
  return Math.min(limit, limitCap);
}

function readBeginning(query: URLSearchParams, sort: readonly SortKey[], { cursor }: Profile): EventsQuery['from'] {
  const mark = query.get('cursorMark');
  if (mark === null) {
    const offset = wholeNumber(query.get('offset') ?? '0');
    if (offset === null) throw new Refusal(400, 'offset must be a whole number');
    return { offset };
  }
  if (cursor === 'none') throw new Refusal(400, 'The parameter cursorMark is not known');
  if (query.has('offset')) throw new Refusal(400, 'cursorMark and offset exclude each other');
  if (cursor === 'needs-id' && !sort.some(({ name }) => name === 'id'))
    throw new Refusal(400, 'A cursor needs a sort that holds id');
  return { mark };
}

function readSort(text: string | null): readonly SortKey[] {
  if (text === null) return [{ name: 'id', descending: false }];
  return text.split(',').map((part) => {
    const descending = part.startsWith('-');
    const name = descending ? part.slice(1) : part;
    if (!isSortName(name)) throw new Refusal(400, `There is no sort by ${name}`);
    return { name, descending };
  });
}

function isSortName(name: string): name is SortName {
  return SORT_NAMES.has(name);
}

function readFields(fields: readonly string[], { fields: kind }: Profile): readonly string[] {
  if (kind === 'refused') throw new Refusal(400, 'fields is not known');
  if (kind === 'broken') throw new Refusal(500, 'Call to undefined relationship');
  for (const name of fields) {
    if (FIELD_NAMES.has(name)) continue;
    // As an integrator saw it: the name of a relation with an underscore makes the server fail.
    if (name.includes('_')) throw new Refusal(500, 'Call to undefined relationship');
    throw new Refusal(400, `There is no field ${name}`);
  }
  return fields;
}

function windowOf(
  criteria: Readonly<Record<string, unknown>>,
  filters: Readonly<Record<string, unknown>>,
  profile: Profile,
  now: number,
): readonly TimeTest[] {
  // What stands in the member that this server does not look into is read all the same: it must be well formed.
  const inCriteria = readWindow(criteria, profile, now);
  const inFilters = readWindow(filters, profile, now);
  switch (profile.window) {
    case 'either':
      return [...inCriteria, ...inFilters];
    case 'filters':
      return inFilters;
    case 'criteria':
      return inCriteria;
    case 'ignored':
      return [];
  }
}

function wholeNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
