import { z } from 'zod';

const RECORD = /^<14>Jan {2}1 00:00:00 (\S+) (\S+): ([^]*)$/;

/** One syslog record, taken apart. */
export interface ReceivedRecord {
  readonly host: string;
  readonly tag: string;
  readonly message: string;
}

/** Takes a record apart that has the form that Devo's SDK gives it; throws for any other. */
export function parseRecord(record: Buffer | string): ReceivedRecord {
  const [, host, tag, message] = RECORD.exec(record.toString()) ?? [];
  if (host === undefined || tag === undefined || message === undefined)
    throw new Error(`not a record: ${record.toString().slice(0, 80)}`);
  return { host, tag, message };
}

const event = z.record(z.string(), z.union([z.string(), z.number()]));
export type ReceivedEvent = z.infer<typeof event>;

export function parseEvent(body: string): ReceivedEvent {
  return event.parse(JSON.parse(body));
}

/** Applies events in order, as a consumer of the table would, and returns the list that they tell: key to cells. */
export function replay(
  events: Iterable<ReceivedEvent>,
  list = new Map<string, Record<string, string>>(),
): Map<string, Record<string, string>> {
  for (const { event_type: type, pulling_id: _, ...cells } of events) {
    const key = String(cells.cve);
    if (type === 'removed') list.delete(key);
    else list.set(key, Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, String(cell)])));
  }
  return list;
}

/** The list that a table holds, in the shape of `replay`. */
export function listOf(table: {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}): Map<string, Record<string, string>> {
  const key = table.columns.indexOf('cve');
  return new Map(
    table.rows.map((row) => [
      row[key] ?? '',
      Object.fromEntries(table.columns.map((column, index) => [column, row[index] ?? ''])),
    ]),
  );
}
