import { packLedger, type Ledger, type PackedLedger } from './ledger';
import type { ListChanges, ListTable } from './list-table';
import { FINGERPRINT_BYTES } from './row-digest';

/** A fresh list without duplicates, with the ledger that stands for it once it is delivered. */
export interface IndexedList {
  /** Position of every kept row, by its key in lower case. */
  readonly byKey: ReadonlyMap<string, number>;
  /** Rows whose key an earlier row has already. */
  readonly duplicates: readonly number[];
  readonly ledger: PackedLedger;
  readonly fingerprints: Buffer;
}

/** How rows are told apart: compared case-insensitively, kept as delivered. */
export function identity(key: string): string {
  return key.toLowerCase();
}

/**
 * Indexes a fresh list. Linear in rows but for one sort of the keys; the first of two rows with one key wins and the
 * other is a duplicate.
 *
 * @param fingerprint 8 bytes that stand for the content of a row
 */
export function indexList(table: ListTable, fingerprint: (row: readonly string[]) => Buffer): IndexedList {
  const byKey = new Map<string, number>();
  const duplicates: number[] = [];
  for (const [index, row] of table.rows.entries()) {
    const key = identity(keyOf(row));
    if (byKey.has(key)) duplicates.push(index);
    else byKey.set(key, index);
  }
  const fingerprints = Buffer.alloc(table.rows.length * FINGERPRINT_BYTES);
  for (const index of byKey.values()) {
    fingerprint(table.rows[index] ?? []).copy(fingerprints, index * FINGERPRINT_BYTES);
  }
  return { byKey, duplicates, fingerprints, ledger: packSorted(table, byKey, fingerprints) };
}

/** Differences against a ledger, and how many of its keys are gone (a recased key is not gone). */
export interface Comparison {
  readonly changes: ListChanges;
  readonly missing: number;
}

/** Splits an indexed list against the ledger of a delivered one. A recased key is a removal, then an addition. */
export function compareList(table: ListTable, list: IndexedList, ledger: Ledger): Comparison {
  const added: number[] = [];
  const changed: number[] = [];
  const removed: string[] = [];
  const known = new Set<number>();
  let missing = 0;
  for (const [position, key] of ledger.keys.entries()) {
    const index = list.byKey.get(identity(key));
    if (index === undefined) {
      removed.push(key);
      missing += 1;
      continue;
    }
    known.add(index);
    if (keyOf(table.rows[index] ?? []) !== key) {
      removed.push(key);
      added.push(index);
    } else if (!sameFingerprint(list.fingerprints, index, ledger.fingerprints, position)) {
      changed.push(index);
    }
  }
  for (const index of list.byKey.values()) {
    if (!known.has(index)) added.push(index);
  }
  return { changes: { added: added.sort(ascending), changed: changed.sort(ascending), removed }, missing };
}

/** The key column stands first in every table. */
export function keyOf(row: readonly string[]): string {
  return row[0] ?? '';
}

function packSorted(table: ListTable, byKey: ReadonlyMap<string, number>, fingerprints: Buffer): PackedLedger {
  const order = [...byKey.keys()].sort();
  const sorted = Buffer.alloc(order.length * FINGERPRINT_BYTES);
  const keys = order.map((key, position) => {
    const index = byKey.get(key) ?? 0;
    const start = index * FINGERPRINT_BYTES;
    fingerprints.copy(sorted, position * FINGERPRINT_BYTES, start, start + FINGERPRINT_BYTES);
    return keyOf(table.rows[index] ?? []);
  });
  return packLedger({ keys, fingerprints: sorted });
}

function sameFingerprint(left: Buffer, leftRow: number, right: Buffer, rightRow: number): boolean {
  const from = rightRow * FINGERPRINT_BYTES;
  const start = leftRow * FINGERPRINT_BYTES;
  return left.compare(right, from, from + FINGERPRINT_BYTES, start, start + FINGERPRINT_BYTES) === 0;
}

function ascending(left: number, right: number): number {
  return left - right;
}
