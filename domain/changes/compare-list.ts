import type { Ledger } from '../ledger/ledger';
import { withoutOuterSpace } from '../list/outer-space';
import type { ListChanges, List } from '../list/list';
import { FINGERPRINT_BYTES, rowFingerprints } from '../list/row-digest';

/** A fresh list without duplicates. */
export interface IndexedList {
  readonly marks: Ledger;
  /** Position of every kept row, by its key in lower case. */
  readonly byKey: ReadonlyMap<string, number>;
  /** Rows whose key an earlier row has already. */
  readonly duplicates: readonly number[];
}

/**
 * How rows are told apart: without regard to case, and to white space around the key, which ledgers of earlier versions
 * hold. Keys are kept as they were delivered.
 */
export function identity(key: string): string {
  return withoutOuterSpace(key).toLowerCase();
}

/** The key column stands first in every table. */
export function keyOf(row: readonly string[]): string {
  return row[0] ?? '';
}

/** The marks of a table. @param fingerprints those of its rows, where somebody has them already */
export function markRows(table: List, fingerprints: Buffer = rowFingerprints(table)): Ledger {
  return { keys: table.rows.map(keyOf), fingerprints };
}

/**
 * Indexes a fresh list. Linear in rows; the first of two rows with one key wins and the other is a duplicate.
 */
export function indexList(marks: Ledger): IndexedList {
  const byKey = new Map<string, number>();
  const duplicates: number[] = [];
  for (const [index, each] of marks.keys.entries()) {
    const key = identity(each);
    if (byKey.has(key)) duplicates.push(index);
    else byKey.set(key, index);
  }
  return { marks, byKey, duplicates };
}

/** The ledger that stands for a list once it is delivered. */
export function ledgerOf({ marks: { keys: marked, fingerprints }, byKey }: IndexedList): Ledger {
  const order = [...byKey.keys()].sort();
  const sorted = Buffer.alloc(order.length * FINGERPRINT_BYTES);
  const keys = order.map((key, position) => {
    const index = byKey.get(key) ?? 0;
    const start = index * FINGERPRINT_BYTES;
    fingerprints.copy(sorted, position * FINGERPRINT_BYTES, start, start + FINGERPRINT_BYTES);
    return marked[index] ?? key;
  });
  return { keys, fingerprints: sorted };
}

/** Differences against a ledger, and how many of its keys are gone (a key that is spelled otherwise is not gone). */
export interface Comparison {
  readonly changes: ListChanges;
  readonly missing: number;
}

/**
 * Splits an indexed list against the ledger of a delivered one. A key that is spelled otherwise is a removal, then an
 * addition; so it is when the ledger holds the row in both spellings, since whoever takes them for one row would lose
 * it.
 */
export function compareList({ marks, byKey }: IndexedList, ledger: Ledger): Comparison {
  const added: number[] = [];
  const changed: number[] = [];
  const removed: string[] = [];
  const known = new Set<number>();
  const respelled = new Set<number>();
  let missing = 0;
  for (const [position, key] of ledger.keys.entries()) {
    const index = byKey.get(identity(key));
    if (index === undefined) {
      removed.push(key);
      missing += 1;
      continue;
    }
    known.add(index);
    if (marks.keys[index] !== key) {
      removed.push(key);
      respelled.add(index);
    } else if (!sameFingerprint(marks.fingerprints, index, ledger.fingerprints, position)) {
      changed.push(index);
    }
  }
  for (const index of byKey.values()) {
    if (!known.has(index) || respelled.has(index)) added.push(index);
  }
  const onlyChanged = changed.filter((index) => !respelled.has(index));
  return { changes: { added: added.sort(ascending), changed: onlyChanged.sort(ascending), removed }, missing };
}

function sameFingerprint(left: Buffer, leftRow: number, right: Buffer, rightRow: number): boolean {
  const from = rightRow * FINGERPRINT_BYTES;
  const start = leftRow * FINGERPRINT_BYTES;
  return left.compare(right, from, from + FINGERPRINT_BYTES, start, start + FINGERPRINT_BYTES) === 0;
}

function ascending(left: number, right: number): number {
  return left - right;
}
