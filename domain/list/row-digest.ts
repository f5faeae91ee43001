import { createHash, hash } from 'node:crypto';
import type { Cell, List } from './list';

/** Bytes of a fingerprint: in a list of a million rows, two share one with a chance of 1 in 37 million. */
export const FINGERPRINT_BYTES = 8;

/**
 * Fingerprint of a row: the first 8 bytes of the SHA-256 over its non-empty cells with the names of their columns.
 *
 * An empty cell and an absent column are the same, and columns are taken in the order of their names, so that
 * neither a new empty column nor another order of columns makes a row look changed.
 */
export function rowFingerprint(columns: readonly string[], row: readonly Cell[]): Buffer {
  return rowFingerprints({ columns, rows: [row] });
}

/** Fingerprints of all rows, `FINGERPRINT_BYTES` each, in the order of the rows. */
export function rowFingerprints({ columns, rows }: List): Buffer {
  const all = Buffer.alloc(rows.length * FINGERPRINT_BYTES);
  for (const [index, row] of rows.entries())
    all.write(sha256(rowText(columns, row)), index * FINGERPRINT_BYTES, FINGERPRINT_BYTES, 'hex');
  return all;
}

/**
 * Digest of a list: SHA-256 (hex) over the sorted fingerprints of its rows. The order of rows does not matter; a row
 * that stands there twice does.
 */
export function listDigest(fingerprints: Buffer): string {
  const sorted = new BigUint64Array(fingerprints.length / FINGERPRINT_BYTES);
  for (const index of sorted.keys()) sorted[index] = fingerprints.readBigUInt64LE(index * FINGERPRINT_BYTES);
  sorted.sort();
  return createHash('sha256').update(sorted).digest('hex');
}

/** Names and values end with NUL, which no cell and no column name holds: two different rows never give one text. */
function rowText(columns: readonly string[], row: readonly Cell[]): string {
  let text = '';
  for (const { prefix, index } of namedCells(columns)) {
    const cell = row[index];
    if (cell) text += `${prefix}${cell}\0`;
  }
  return text;
}

interface NamedCell {
  readonly prefix: string;
  readonly index: number;
}

/** Worked out once for the columns of a table: fingerprints are taken of every row of every changed list. */
const namedCellsOf = new WeakMap<readonly string[], readonly NamedCell[]>();

function namedCells(columns: readonly string[]): readonly NamedCell[] {
  const known = namedCellsOf.get(columns);
  if (known) return known;
  const cells = columns
    .map((name, index) => ({ name, prefix: `${name}\0`, index }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  namedCellsOf.set(columns, cells);
  return cells;
}

/** A third cheaper than a hash object for texts as short as a row; Node 20.3 to 20.11 lack it. */
const hashAtOnce: typeof hash | undefined = hash;

/** Hex: a text costs Node less than a Buffer. */
function sha256(text: string): string {
  return hashAtOnce?.('sha256', text, 'hex') ?? createHash('sha256').update(text, 'utf8').digest('hex');
}
