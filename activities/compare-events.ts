import type { IndexedList } from '../domain/changes/compare-list';
import type { Ledger, PackedKeys } from '../domain/ledger/ledger';
import type { ListChanges } from '../domain/list/list';
import { packKeys, unpackKeys } from '../packing/keys';
import { keysTold, mustTakeBackFirst, takeBackOnly, takeBack } from '../domain/changes/take-back';
import type { EventBaseline } from '../domain/changes/baselines';

/** What an event output has to tell, and what is uncertain if it does not confirm. */
export interface EventComparison {
  readonly changes: ListChanges;
  readonly tried: PackedKeys;
  /** Set when it only takes back: what is still uncertain after that. */
  readonly settled?: PackedKeys;
}

/**
 * Adds what an event output has to take back to what differs from what it has confirmed.
 *
 * @param confirmed what it has confirmed
 * @param changes the list against that
 */
export function compareEvents(
  list: IndexedList,
  confirmed: Ledger,
  changes: ListChanges,
  { everything, tried }: EventBaseline,
): EventComparison {
  const uncertain = unpackKeys(tried);
  if (mustTakeBackFirst(list, confirmed, uncertain)) {
    const back = takeBackOnly(list, confirmed, uncertain);
    const told = keysTold(list, back.changes, false);
    return {
      changes: back.changes,
      tried: packKeys([...uncertain, ...told]),
      settled: packKeys(back.left),
    };
  }
  const all = takeBack(list, changes, uncertain);
  return { changes: all, tried: packKeys([...uncertain, ...keysTold(list, all, everything)]) };
}
