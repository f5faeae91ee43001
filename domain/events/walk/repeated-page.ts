import type { EventRow } from '../event-row';
import type { Place, Walk } from './walk';
import { WalkFault } from './walk-fault';

/** The same rows at another offset: while rows come and go, small pages may do so by chance. */
const MOST_REPEATS = 4;

/** Throws a fault when the server gives the same rows again and again, whatever is asked for. */
export function watchRepeats(walk: Walk, rows: readonly EventRow[]): Walk {
  if (rows.length === 0) return { ...walk, repeats: 0 };
  const signature = [
    rows.length,
    ...[rows[0], rows.at(-1)].map((row) => `${row?.id ?? ''} ${row?.fingerprint ?? ''}`),
  ].join();
  const isRepeated = signature === walk.lastPage?.signature && !isSamePlace(walk.lastPage.place, walk.place);
  const repeats = isRepeated ? walk.repeats + 1 : 0;
  if (repeats >= MOST_REPEATS) throw repeatedPage(walk.place, rows.length);
  return { ...walk, repeats, lastPage: { signature, place: walk.place } };
}

export function repeatedPage(place: Place, rows: number): WalkFault {
  const where = 'mark' in place ? 'the next mark' : `offset ${String(place.offset)}`;
  return new WalkFault('repeated_page', `${where} gives the same ${String(rows)} rows as before`);
}

function isSamePlace(one: Place, other: Place): boolean {
  return 'mark' in one ? 'mark' in other && one.mark === other.mark : 'offset' in other && one.offset === other.offset;
}
