import type { StoredEvent } from './stored-event';

/** A version that exists or has existed. */
export interface EventVersion {
  readonly id: number;
  /** Epoch seconds of the server's clock. */
  readonly updatedAt: number;
}

/** The events of the server: the newest version of each, and for as long as the index lags the one before it. */
export interface EventStore {
  /** A new event, or a new version of one. */
  put(event: StoredEvent): void;
  find(id: number): StoredEvent | null;
  /** It vanishes without a trace, as when it is deleted for good. */
  vanish(id: number): void;
  nextId(): number;
  /** What a query can see at that time (epoch seconds), in the order of `updated_at`, then id. */
  visible(now: number): readonly StoredEvent[];
  /** The newest version of each event, in the order of ids. */
  newest(): readonly StoredEvent[];
  /** Every version that was ever put, in that order. */
  versions(): readonly EventVersion[];
  clear(): void;
}

const FIRST_ID = 17_653;

export function createEventStore(): EventStore {
  let current = new Map<number, StoredEvent>();
  /** Versions that the index may still give for those that it does not know yet, the oldest first. */
  let older = new Map<number, readonly StoredEvent[]>();
  let versions: EventVersion[] = [];
  let highestId = FIRST_ID - 1;
  let sorted: readonly StoredEvent[] | null = null;
  let lagging = false;

  function put(event: StoredEvent): void {
    const before = current.get(event.id);
    if (before !== undefined) older.set(event.id, [...(older.get(event.id) ?? []), before]);
    current.set(event.id, event);
    versions.push({ id: event.id, updatedAt: event.updatedAt });
    highestId = Math.max(highestId, event.id);
    sorted = null;
  }

  function visible(now: number): readonly StoredEvent[] {
    if (sorted !== null && !lagging) return sorted;
    const seen: StoredEvent[] = [];
    lagging = false;
    for (const event of current.values()) {
      if (event.visibleFrom <= now) {
        seen.push(event);
        older.delete(event.id);
        continue;
      }
      lagging = true;
      const versions = older.get(event.id) ?? [];
      const shown = versions.findLastIndex(({ visibleFrom }) => visibleFrom <= now);
      const before = versions[shown];
      if (before === undefined) continue;
      seen.push(before);
      older.set(event.id, versions.slice(shown));
    }
    sorted = seen.sort((left, right) => left.updatedAt - right.updatedAt || left.id - right.id);
    return sorted;
  }

  return {
    put,
    visible,
    find: (id) => current.get(id) ?? null,
    vanish: (id) => {
      current.delete(id);
      older.delete(id);
      sorted = null;
    },
    nextId: () => highestId + 1,
    newest: () => [...current.values()].sort((left, right) => left.id - right.id),
    versions: () => versions,
    clear: () => {
      current = new Map();
      older = new Map();
      versions = [];
      sorted = null;
    },
  };
}
