import type { Place, WalkBounds } from '../../domain/events/walk/walk';
import { writeEventTime } from '../../domain/events/event-time';
import type { HttpRequest } from '../../http/http-message';
import type { ThreatquotientOptions } from './threatquotient-options';

const QUERY_PATH = '/api/events/query';

/** All columns, and the relations that newer servers leave out unless they are asked for. */
const FIELDS = ['*', 'attributes', 'sources'] as const;

/** The order in which a walk can tell whether it has missed a row. */
const SORT = 'updated_at,id';

export interface PageRequest {
  readonly place: Place;
  readonly limit: number;
  readonly bounds: WalkBounds;
}

export function queryRequest(
  { place, limit, bounds }: PageRequest,
  token: string,
  withFields: boolean,
  options: Pick<ThreatquotientOptions, 'queryWindow' | 'queryMethod' | 'zoneMinutes'>,
): HttpRequest {
  const from = 'mark' in place ? `cursorMark=${encodeURIComponent(place.mark)}` : `offset=${String(place.offset)}`;
  // `+gt` is known everywhere; whole seconds, so the second before takes the first one in.
  const after = writeEventTime(bounds.lower - 1, options.zoneMinutes);
  const before = writeEventTime(bounds.upper, options.zoneMinutes);
  const window = { '+and': [{ updated_at: { '+gt': after, '+lt': before } }] };
  return {
    method: options.queryMethod,
    path: `${QUERY_PATH}?limit=${String(limit)}&${from}&sort=${SORT}`,
    // ThreatQ does not know the scheme in lower case, whatever `token_type` says.
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ [options.queryWindow]: window, ...(withFields ? { fields: FIELDS } : {}) }),
  };
}
