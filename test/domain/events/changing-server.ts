import type { EventRow, PlacedRow } from '../../../domain/events/event-row';
import type { Place, WalkBounds, WalkPage } from '../../../domain/events/walk/walk';

/** How a server differs from one that does everything as it is asked. */
export interface Oddities {
  /** Most rows of a page. */
  readonly cap?: number;
  readonly total?: 'right' | 'absent' | 'too-large' | 'zero';
  readonly ignores?: 'lower' | 'upper' | 'sort' | 'offset';
}

/** Events that change between the pages of a walk. */
export class ChangingServer {
  readonly everything: PlacedRow[] = [];
  requests = 0;
  served = 0;
  private readonly rows = new Map<string, PlacedRow>();
  private nextId = 100;
  /** In order; null when something has changed. */
  private sorted: readonly PlacedRow[] | null = null;

  constructor(private readonly oddities: Oddities = {}) {}

  create(updatedAt: number): PlacedRow {
    this.nextId += 1;
    return this.put(String(this.nextId), updatedAt);
  }

  /** The one that stands at an index, in the order of ids, if there is one. */
  update(index: number, updatedAt: number): PlacedRow | null {
    const id = [...this.rows.keys()][index % Math.max(1, this.rows.size)];
    return id === undefined ? null : this.put(id, updatedAt);
  }

  remove(index: number): void {
    const id = [...this.rows.keys()][index % Math.max(1, this.rows.size)];
    this.sorted = null;
    if (id !== undefined) this.rows.delete(id);
  }

  current(): readonly PlacedRow[] {
    return [...this.rows.values()];
  }

  page(place: Place, limit: number, { lower, upper }: WalkBounds): WalkPage {
    this.requests += 1;
    const { cap = 1000, ignores, total = 'right' } = this.oddities;
    this.sorted ??= [...this.rows.values()].sort((one, other) =>
      ignores === 'sort'
        ? Number(one.fingerprint > other.fingerprint) - 0.5
        : one.updatedAt - other.updatedAt || Number(one.id) - Number(other.id),
    );
    const found = this.sorted.filter(
      ({ updatedAt }) => (ignores === 'lower' || updatedAt >= lower) && (ignores === 'upper' || updatedAt < upper),
    );
    const begin = beginning(found, place, ignores === 'offset');
    const rows = found.slice(begin, begin + Math.min(limit, cap));
    this.served += rows.length;
    const last = rows.at(-1);
    return {
      rows,
      total: { right: found.length, absent: null, 'too-large': found.length + 3, zero: 0 }[total],
      nextMark: 'mark' in place ? (last === undefined ? place.mark : `${last.updatedAt} ${last.id}`) : null,
    };
  }

  private put(id: string, updatedAt: number): PlacedRow {
    const scrambled = Math.imul(this.everything.length + 1, 0x9e3779b1) >>> 0;
    const fingerprint = scrambled.toString(16).padStart(12, '0');
    const row = { id, updatedAt, fingerprint };
    this.sorted = null;
    this.rows.set(id, row);
    this.everything.push(row);
    return row;
  }
}

function beginning(found: readonly EventRow[], place: Place, ignoresOffset: boolean): number {
  if (ignoresOffset) return 0;
  if ('offset' in place) return place.offset;
  if (place.mark === '*') return 0;
  const [time = 0, id = 0] = place.mark.split(' ').map(Number);
  const index = found.findIndex(
    (row) => (row.updatedAt ?? 0) > time || (row.updatedAt === time && Number(row.id) > id),
  );
  return index === -1 ? found.length : index;
}
