import type { PackedKeys, PackedLedger } from '../ledger/ledger';
import type { NamedKeys } from '../notices/pull-news';
import type { ListChanges } from '../list/list';

/** The fresh list against what was delivered. */
export interface ComparedList {
  /** Rows without duplicates. */
  readonly rows: number;
  /** Indexes of the rows that are duplicates of an earlier one. */
  readonly duplicates: readonly number[];
  readonly changes: ListChanges;
  /** Changes for outputs that lag behind the list, or may have told something else. */
  readonly lagging: Readonly<Record<string, ListChanges>>;
  /**
   * For each event output the keys that are uncertain when its delivery is not confirmed; absent from what a worker of
   * before has found.
   */
  readonly tried?: Readonly<Record<string, PackedKeys>>;
  /**
   * For each event output that may not tell anything new yet: the keys that are uncertain when it has taken back the
   * rest.
   */
  readonly settled?: Readonly<Record<string, PackedKeys>>;
  /** The first rows that differ, by their keys; absent from what a worker of before has found. */
  readonly named?: NamedKeys;
  /** Keys of the delivered list that are gone, of how many. */
  readonly missing: number;
  readonly of: number;
  /** Looks like what the source gives to those who may not see all of it; see `ListDescription`. */
  readonly restricted: boolean;
  /** Packed ledger of the fresh list. */
  readonly ledger: PackedLedger;
}
