import { isPlaced, type EventRow, type Position } from '../event-row';

/** One version that was delivered. */
export interface SeenVersion {
  readonly id: string;
  /** `updated_at`, or for a row without a place when it was last served. Epoch seconds. */
  readonly at: number;
  readonly fingerprint: string;
}

/** Stands for every version of an id up to `at`: Devo's collector remembers ids alone. */
export const ANY_FINGERPRINT = '000000000000';

/**
 * The most versions that are remembered, the newest. A hundred bulk imports within the overlap; packed, it is 1 MB in a
 * state that may have 2.
 */
export const MOST_SEEN = 100_000;

/** Of one event. Nearly always there is one, and a list for each of thousands takes more than what it holds. */
type Versions = SeenVersion | readonly SeenVersion[];

const NO_VERSIONS: readonly SeenVersion[] = [];

/** What was delivered within the overlap: it will be served again, and must not be delivered again. */
export class SeenEvents {
  private versions = new Map<string, Versions>();
  private count = 0;
  private changes = 0;
  private last: { readonly revision: number; readonly position: Position | null } | null = null;

  constructor(versions: Iterable<SeenVersion> = []) {
    for (const version of versions) this.put(version.id, [...this.of(version.id), version]);
  }

  get size(): number {
    return this.count;
  }

  /** Another one as soon as another thing is remembered: what was made of it need not be made again until then. */
  get revision(): number {
    return this.changes;
  }

  knows(row: EventRow): boolean {
    const { updatedAt } = row;
    return this.of(row.id).some((version) => {
      if (version.fingerprint === ANY_FINGERPRINT) return updatedAt !== null && updatedAt <= version.at;
      return version.fingerprint === row.fingerprint && (!isPlaced(row) || version.at === updatedAt);
    });
  }

  knowsId(id: string): boolean {
    return this.versions.has(id);
  }

  /** @param now for rows that have no place: they stay for as long as they are served */
  add(row: EventRow, now: number): void {
    const id = row.id ?? '';
    const at = isPlaced(row) ? row.updatedAt : now;
    const before = this.of(id);
    const latest = before.at(-1);
    if (latest?.fingerprint === row.fingerprint && latest.at === at) return;
    const others = before.filter((one) => one.fingerprint !== row.fingerprint || (isPlaced(row) && one.at !== at));
    this.put(id, [...others, { id, at, fingerprint: row.fingerprint }]);
  }

  /**
   * Forgets what lies before a time, but for the newest `atLeast` versions; and of what is too much, the oldest.
   * While a walk goes on, rows of the last pages may be served again.
   */
  prune(from: number, atLeast = 0): void {
    const isTooMuch = this.count > MOST_SEEN;
    // not for each page
    if (!isTooMuch && atLeast > 0 && (this.count <= 2 * atLeast || !this.holdsBefore(from))) return;
    if (!isTooMuch && atLeast === 0) {
      this.keep((version) => version.at >= from);
      return;
    }
    const newest = [...this].sort(newestFirst);
    const kept = newest.filter(({ at }, index) => index < MOST_SEEN && (at >= from || index < atLeast));
    this.versions = new Map();
    this.count = 0;
    for (const version of kept.reverse()) this.put(version.id, [...this.of(version.id), version]);
  }

  /** How many events have a version at or behind a time: each is served once. */
  eventsFrom(from: number): number {
    let events = 0;
    for (const versions of this.versions.values()) if (all(versions).some(({ at }) => at >= from)) events += 1;
    return events;
  }

  /** The last of them in the order of `updated_at` and id. */
  newest(): Position | null {
    if (this.last?.revision !== this.changes) this.last = { revision: this.changes, position: this.findNewest() };
    return this.last.position;
  }

  *[Symbol.iterator](): Iterator<SeenVersion> {
    for (const versions of this.versions.values()) yield* all(versions);
  }

  private findNewest(): Position | null {
    let newest: SeenVersion | null = null;
    for (const version of this) {
      if (newest !== null && newestFirst(version, newest) >= 0) continue;
      if (isPlaced({ ...version, updatedAt: version.at })) newest = version;
    }
    return newest && { id: newest.id, updatedAt: newest.at };
  }

  private holdsBefore(time: number): boolean {
    for (const versions of this.versions.values()) if (all(versions).some(({ at }) => at < time)) return true;
    return false;
  }

  private of(id: string | null): readonly SeenVersion[] {
    const versions = this.versions.get(id ?? '');
    return versions === undefined ? NO_VERSIONS : all(versions);
  }

  private put(id: string, versions: readonly SeenVersion[]): void {
    this.changes += 1;
    this.count += versions.length - this.of(id).length;
    const [first] = versions;
    if (first === undefined) this.versions.delete(id);
    else this.versions.set(id, versions.length === 1 ? first : versions);
  }

  private keep(isKept: (version: SeenVersion) => boolean): void {
    for (const [id, versions] of this.versions)
      if (!all(versions).every(isKept)) this.put(id, all(versions).filter(isKept));
  }
}

function all(versions: Versions): readonly SeenVersion[] {
  return 'length' in versions ? versions : [versions];
}

function newestFirst(one: SeenVersion, other: SeenVersion): number {
  return other.at - one.at || Number(other.id) - Number(one.id);
}
