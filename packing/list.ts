import type { Cell, List, PackedList, RowCollector, RowLayout, ListInTurn, TravellingList } from '../domain/list/list';
import { PLAIN_LIMIT_BYTES } from './payload-size';
import { inflateNow, PieceDeflater } from './pieces';
import { readRows, writeRows } from './rows';

/** Between these sizes it depends on the packing whether a list fits into a payload of Temporal, 2 MiB at most. */
const TIGHT_FROM_BYTES = 4 * 1024 * 1024;
const TIGHT_TO_BYTES = 24 * 1024 * 1024;

/** Quick, and a list is an eighth of its JSON then. */
const QUICK_LEVEL = 1;

/**
 * Takes three times as long and makes it a fifth smaller still (measured on 19,000 real rows: 12.3 MB of JSON become
 * 2.33 or
 * 1.85 MB), which is worth its time only where it makes a list pass.
 */
const TIGHT_LEVEL = 6;

/** Rows in a piece, at most. */
const PIECE_ROWS = 2_000;

/** Packs a list while it arrives: neither its rows nor their text ever stand in memory as a whole. */
export interface ListPacker extends RowCollector {
  /** Pieces that are packed, or being packed. */
  readonly packedPieces: number;
  /** The list as it travels: packed when it is larger than a payload that stays plain. `unpackList` reverses it. */
  finish(layout: RowLayout): Promise<TravellingList>;
}

/** Makes a packer for one list. */
export function createListPacker(): ListPacker {
  const deflater = new PieceDeflater();
  /** Rows of a list that may turn out to be small. */
  let small: List['rows'][number][] | null = [];
  /** Text that is not packed yet: how tight it is to be is known when it ends, or when it is too much for that. */
  const waiting: Buffer[] = [];
  let count = 0;
  let written = 0;

  /** Resolves when there is room for more. */
  async function pack(pieces: readonly Buffer[], level: number): Promise<void> {
    for (const piece of pieces) await deflater.add(piece, level);
  }

  return {
    get packedPieces() {
      return deflater.count;
    },
    async add(rows) {
      count += rows.length;
      for (let from = 0; from < rows.length; from += PIECE_ROWS) {
        const piece = writeRows(rows.slice(from, from + PIECE_ROWS));
        written += piece.length;
        waiting.push(piece);
      }
      small?.push(...rows);
      if (small !== null && !isSmall(small, written)) small = null;
      if (written > TIGHT_TO_BYTES) await pack(waiting.splice(0), QUICK_LEVEL);
    },
    async finish({ columns, places }) {
      if (small !== null) return { columns, rows: small.map((row) => placeCells(row, places)) };
      await pack(
        waiting.splice(0),
        written > TIGHT_FROM_BYTES && written <= TIGHT_TO_BYTES ? TIGHT_LEVEL : QUICK_LEVEL,
      );
      return { columns, count, ...(places && { places }), packed: await Promise.all(deflater.pieces) };
    },
  };
}

/** Whether these rows are as JSON what a plain payload may be. Their text is always shorter. */
function isSmall(rows: List['rows'], textBytes: number): boolean {
  return textBytes <= PLAIN_LIMIT_BYTES && Buffer.byteLength(JSON.stringify(rows)) <= PLAIN_LIMIT_BYTES;
}

/**
 * Takes the rows out of a table that `fetchCewl` has packed. Throws an Error when what it is given is no such table.
 */
export function unpackList(table: TravellingList): List {
  return 'packed' in table ? { columns: table.columns, rows: [...unpackedRows(table)] } : table;
}

/** The same table, its rows taken out when they are gone through. */
export function unpackedInTurn(table: TravellingList): ListInTurn {
  if (!('packed' in table)) return table;
  return { columns: table.columns, rows: { length: table.count, [Symbol.iterator]: () => unpackedRows(table) } };
}

/** One row after the other: no more than a piece of them is unpacked at a time. */
function* unpackedRows({ packed, count, places }: PackedList): Generator<readonly Cell[], void, undefined> {
  let rows = 0;
  for (const piece of packed) {
    for (const row of readRows(inflateNow(piece))) {
      rows += 1;
      yield placeCells(row, places ?? null);
    }
  }
  if (rows !== count) throw new Error(`The packed list has ${rows} rows instead of ${count}`);
}

/** A row in the order of the columns: see `RowLayout`. */
export function placeCells(row: readonly Cell[], places: readonly number[] | null): readonly Cell[] {
  return places === null ? row : places.map((place) => row[place] ?? '');
}

/** Whether a value from a payload is a packed table. */
export function isPackedList(value: unknown): value is PackedList {
  return (
    typeof value === 'object' &&
    value !== null &&
    'packed' in value &&
    Array.isArray(value.packed) &&
    value.packed.every((piece) => piece instanceof Uint8Array) &&
    'count' in value &&
    typeof value.count === 'number' &&
    'columns' in value &&
    Array.isArray(value.columns)
  );
}
