import { identity, type IndexedList } from './compare-list';
import type { Ledger } from '../ledger/ledger';
import type { ListChanges } from '../list/list';

/** Up to so many keys are remembered however small the list is: some 35 KB of a state. */
const REMEMBERED_KEYS = 10_000;

/**
 * What an event output has to tell beside the changes, because it may have told something else without a confirmation:
 * of a key that the list has, how its row is now; of one that it has not, that it is gone.
 *
 * @param changes what differs from what the output has confirmed
 * @param uncertain the keys of what was tried and not confirmed
 */
export function takeBack(list: IndexedList, changes: ListChanges, uncertain: readonly string[]): ListChanges {
  if (uncertain.length === 0) return changes;
  const told = new Set([...changes.added, ...changes.changed]);
  const removed = new Set(changes.removed);
  const changed = [...changes.changed];
  for (const key of uncertain) {
    const index = list.byKey.get(identity(key));
    if (index === undefined || list.marks.keys[index] !== key) removed.add(key);
    // A row in another spelling too: whoever takes both for one has just heard that it is gone.
    if (index === undefined || told.has(index)) continue;
    told.add(index);
    changed.push(index);
  }
  return { added: changes.added, changed: changed.sort((left, right) => left - right), removed: [...removed] };
}

/** Every key that a delivery tells of: those about which nothing is certain when it is not confirmed. */
export function keysTold({ marks, byKey }: IndexedList, changes: ListChanges, everything: boolean): string[] {
  const present = everything ? [...byKey.values()] : [...changes.added, ...changes.changed];
  return [...present.map((index) => marks.keys[index] ?? ''), ...changes.removed];
}

/**
 * Whether so much has been tried that nothing new may be tried before it is settled: else an output that takes events
 * and never confirms any would be remembered without bound, as long as the list changes.
 */
export function mustTakeBackFirst(list: IndexedList, confirmed: Ledger, uncertain: readonly string[]): boolean {
  return uncertain.length > Math.max(REMEMBERED_KEYS, list.byKey.size + confirmed.keys.length);
}

/** A delivery that only takes back, and the keys that are still uncertain when it has been confirmed. */
export interface TakeBack {
  readonly changes: ListChanges;
  readonly left: readonly string[];
}

/** Takes back what the list does not hold, and tries nothing new. */
export function takeBackOnly(list: IndexedList, confirmed: Ledger, uncertain: readonly string[]): TakeBack {
  const held = new Set(confirmed.keys);
  const gone = uncertain.filter((key) => {
    const index = list.byKey.get(identity(key));
    return index === undefined || list.marks.keys[index] !== key;
  });
  const goneOnes = new Set(gone);
  const none: ListChanges = { added: [], changed: [], removed: [] };
  return {
    changes: takeBack(list, none, gone),
    // Of a key that is confirmed and has now been taken back, the ledger says too much.
    left: uncertain.filter((key) => !goneOnes.has(key) || held.has(key)),
  };
}
