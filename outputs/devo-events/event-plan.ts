import { createHash } from 'node:crypto';
import { inMemory, KEY_COLUMN, type ListChanges, type List, type ListInTurn } from '../../domain/list/list';
import { identity } from '../../domain/changes/compare-list';
import type { Delivery } from '../output';
import { eventWriter, type EventWriter } from './cewl-event';
import { rowsSince } from './historical-limit';

export interface EventPlanOptions {
  /** ISO 8601; limits a delivery of everything to rows that entered the list then or later, by `date_added`. */
  readonly historicalFrom?: string | undefined;
  /** Applied before anything leaves. It may change cells and remove columns, but neither add nor reorder rows. */
  readonly obfuscate?: ((table: ListInTurn) => ListInTurn) | undefined;
}

/** The events of one delivery, in order. The same delivery always makes the same plan. */
export interface EventPlan {
  readonly count: number;
  /** Columns that the events carry. */
  readonly columns: readonly string[];
  /** Tells two plans apart, so that no attempt goes on within another delivery. */
  readonly id: string;
  /** Bodies of the events from `offset` on, made one by one. */
  bodies(offset: number): Generator<string>;
}

/**
 * Plans the events: for `everything` all rows as added, for `changes` what was added, then changed; removed rows last,
 * but for keys that come back in another spelling: the last word on such a row is that it is there (decision 022).
 * Removals belong to a delivery of everything too: events cannot take back what an earlier one said, and a consumer
 * that replays them would keep the row for ever.
 */
export function planEvents(delivery: Delivery, options: EventPlanOptions): EventPlan {
  const { changes, kind } = delivery;
  const obfuscate = options.obfuscate ?? ((whole: ListInTurn) => whole);
  const list = inMemory(delivery.table);
  const table = inMemory(obfuscate(list));
  const writer = eventWriter(table.columns, delivery.pullingId);
  const added = kind === 'everything' ? withDiffering(rowsSince(list, options.historicalFrom), changes) : changes.added;
  const changed = kind === 'everything' ? [] : changes.changed;
  const { recased, gone } = removedKeys(list, changes, obfuscate);
  const count = recased.length + added.length + changed.length + gone.length;

  return {
    count,
    columns: table.columns,
    id: createHash('sha256')
      .update(
        JSON.stringify([
          kind,
          delivery.digest,
          delivery.pullingId,
          added.length,
          changed.length,
          recased.length,
          gone.length,
        ]),
      )
      .digest('hex')
      .slice(0, 16),
    bodies: (offset) => bodiesFrom(offset, table, writer, { recased, added, changed, gone }),
  };
}

/** A delivery of everything leaves old rows out, but not those that differ from what was told of them before. */
function withDiffering(since: readonly number[], { added, changed }: ListChanges): readonly number[] {
  if (added.length + changed.length === 0) return since;
  return [...new Set([...since, ...added, ...changed])].sort((left, right) => left - right);
}

/** What the events tell, in this order. */
interface EventParts {
  readonly recased: readonly string[];
  readonly added: readonly number[];
  readonly changed: readonly number[];
  readonly gone: readonly string[];
}

function* bodiesFrom(
  offset: number,
  table: List,
  writer: EventWriter,
  { recased, added, changed, gone }: EventParts,
): Generator<string> {
  const addedFrom = recased.length;
  const changedFrom = addedFrom + added.length;
  const goneFrom = changedFrom + changed.length;
  for (let at = offset; at < goneFrom + gone.length; at += 1) {
    if (at < addedFrom) yield writer.removed(recased[at] ?? '');
    else if (at < changedFrom) yield writer.present('added', rowAt(table, added[at - addedFrom]));
    else if (at < goneFrom) yield writer.present('changed', rowAt(table, changed[at - changedFrom]));
    else yield writer.removed(gone[at - goneFrom] ?? '');
  }
}

function rowAt(table: List, index: number | undefined): readonly string[] {
  const row = index === undefined ? undefined : table.rows[index];
  if (!row) throw new RangeError(`the changes name row ${index ?? 'none'} of ${table.rows.length}`);
  return row;
}

/** Removed keys, obfuscated as they were when they were sent. A key that the list still holds is not removed. */
function removedKeys(
  table: List,
  changes: ListChanges,
  obfuscate: (table: ListInTurn) => ListInTurn,
): { recased: string[]; gone: string[] } {
  const column = table.columns.indexOf(KEY_COLUMN);
  const present = new Set(changes.removed.length === 0 ? [] : table.rows.map((row) => row[column]));
  const removed = changes.removed.filter((key) => !present.has(key));
  const spellings = new Set(removed.length === 0 ? [] : table.rows.map((row) => identity(row[column] ?? '')));
  const recased = new Set(removed.filter((key) => spellings.has(identity(key))));
  return {
    recased: obfuscatedKeys(
      removed.filter((key) => recased.has(key)),
      obfuscate,
    ),
    gone: obfuscatedKeys(
      removed.filter((key) => !recased.has(key)),
      obfuscate,
    ),
  };
}

function obfuscatedKeys(keys: readonly string[], obfuscate: (table: ListInTurn) => ListInTurn): string[] {
  const table = obfuscate({ columns: [KEY_COLUMN], rows: keys.map((key) => [key]) });
  const column = table.columns.indexOf(KEY_COLUMN);
  return column < 0 ? [] : Array.from(table.rows, (row) => row[column] ?? '');
}
