import { createHash } from 'node:crypto';
import { KEY_COLUMN, type ListTable } from '../../domain/list-table';
import type { Delivery } from '../output';
import { eventWriter, type EventWriter } from './cewl-event';
import { rowsSince } from './historical-limit';

export interface EventPlanOptions {
  /** ISO 8601; limits a delivery of everything to rows that entered the list then or later, by `date_added`. */
  readonly historicalFrom?: string | undefined;
  /** Applied before anything leaves. It may change cells and remove columns, but neither add nor reorder rows. */
  readonly obfuscate?: ((table: ListTable) => ListTable) | undefined;
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
 * Plans the events: for `everything` all rows as added, for `changes` what was added, then changed; removed rows last.
 * Removals belong to a delivery of everything too: events cannot take back what an earlier one said, and a consumer
 * that replays them would keep the row for ever.
 */
export function planEvents(delivery: Delivery, options: EventPlanOptions): EventPlan {
  const { changes, kind } = delivery;
  const obfuscate = options.obfuscate ?? ((table: ListTable) => table);
  const table = obfuscate(delivery.table);
  const writer = eventWriter(table.columns, delivery.pullingId);
  const added = kind === 'everything' ? rowsSince(delivery.table, options.historicalFrom) : changes.added;
  const changed = kind === 'everything' ? [] : changes.changed;
  const removed = removedKeys(delivery, obfuscate);
  const count = added.length + changed.length + removed.length;

  return {
    count,
    columns: table.columns,
    id: createHash('sha256').update(JSON.stringify([kind, delivery.digest, delivery.pullingId, added.length, changed.length, removed.length])).digest('hex').slice(0, 16),
    bodies: (offset) => bodiesFrom(offset, table, writer, added, changed, removed),
  };
}

function* bodiesFrom(
  offset: number, table: ListTable, writer: EventWriter,
  added: readonly number[], changed: readonly number[], removed: readonly string[],
): Generator<string> {
  const changedFrom = added.length;
  const removedFrom = changedFrom + changed.length;
  for (let at = offset; at < removedFrom + removed.length; at += 1) {
    if (at < changedFrom) yield writer.present('added', rowAt(table, added[at]));
    else if (at < removedFrom) yield writer.present('changed', rowAt(table, changed[at - changedFrom]));
    else yield writer.removed(removed[at - removedFrom] ?? '');
  }
}

function rowAt(table: ListTable, index: number | undefined): readonly string[] {
  const row = index === undefined ? undefined : table.rows[index];
  if (!row) throw new RangeError(`the changes name row ${index ?? 'none'} of ${table.rows.length}`);
  return row;
}

/** Keys that are gone, obfuscated as they were when they were sent. A key that the list still holds is not gone. */
function removedKeys(delivery: Delivery, obfuscate: (table: ListTable) => ListTable): string[] {
  const { table, changes } = delivery;
  if (changes.removed.length === 0) return [];
  const column = table.columns.indexOf(KEY_COLUMN);
  const present = new Set(table.rows.map((row) => row[column]));
  const gone = changes.removed.filter((key) => !present.has(key));
  const keys = obfuscate({ columns: [KEY_COLUMN], rows: gone.map((key) => [key]) });
  const keyColumn = keys.columns.indexOf(KEY_COLUMN);
  return keyColumn < 0 ? [] : keys.rows.map((row) => row[keyColumn] ?? '');
}
