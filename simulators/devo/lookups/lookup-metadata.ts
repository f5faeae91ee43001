import type { Backend } from '../backend';
import { badRequest, DevoRefusal } from '../devo-error';
import { rowObjects } from './lookup';

const DEFAULT_LENGTH = 100;
const MAX_LENGTH = 1000;

/** `GET /lookup/{domain}`: oldest first, in pages. `owner` other than THIS_DOMAIN finds nothing here. */
export function listLookups(backend: Backend, query: URLSearchParams): unknown {
  const length = wholeNumber(query, 'max_length', DEFAULT_LENGTH, 1, MAX_LENGTH);
  const from = wholeNumber(query, 'pageToken', 0, 0, 2 ** 31 - 1);
  const owner = query.get('owner') ?? 'THIS_DOMAIN';
  const all = owner === 'OTHER_DOMAINS' ? [] : backend.lookups();
  const more = from + length < all.length ? { nextPageToken: from + length } : {};
  return { lookups: all.slice(from, from + length).map((lookup) => ({ name: lookup.name })), ...more };
}

/**
 * `GET /lookup/{domain}/{name}`. Devo's papers do not show the members of this answer: these are guesses, and a client
 * should trust in no more than that it is 200 for a lookup that is there. Rows come only when asked for, which the
 * real API does not offer.
 */
export function describeLookup(backend: Backend, domain: string, name: string, withRows: boolean): unknown {
  const status = backend.status(name);
  if (status === null) throw new DevoRefusal(404, 'lookup.not_found', `There is no lookup ${name}`);
  const lookup = backend.lookup(name);
  return {
    id: { creator: domain, name },
    name,
    status: status.status,
    columns: status.columns,
    key: { type: 'column', column: status.key },
    rowCount: lookup?.rows.size ?? 0,
    createdAt: lookup?.createdAt ?? null,
    updatedAt: lookup?.updatedAt ?? null,
    ...(withRows ? { rows: lookup === null ? [] : rowObjects(lookup) } : {}),
  };
}

function wholeNumber(query: URLSearchParams, name: string, otherwise: number, least: number, most: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw badRequest(`${name} must be a whole number from ${String(least)} to ${String(most)}`);
  return value;
}
