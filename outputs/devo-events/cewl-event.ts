import { KEY_COLUMN, type Cell } from '../../domain/list/list';
import { wellFormedText } from '../../domain/list/well-formed-text';

/** Members of an event that are not columns; a column of the list with such a name gets `_` at its end. */
const OWN_MEMBERS = new Set(['event_type', 'pulling_id']);

/** Makes the bodies of the events of one pull. */
export interface EventWriter {
  /** The event of a row that is new or has changed. */
  present(type: 'added' | 'changed', row: readonly Cell[]): string;
  /** The event of a row that is gone. */
  removed(key: Cell): string;
}

/**
 * Writes event bodies: flat JSON, all cells as text, members always in this order: `event_type`, `cve`, the other
 * columns in the order of the table, `pulling_id`.
 *
 * @param columns of the rows that will be given
 * @param pullingId start of the pull, epoch seconds
 */
export function eventWriter(columns: readonly string[], pullingId: number): EventWriter {
  const key = columns.indexOf(KEY_COLUMN);
  const order = columns.map((_, index) => index).filter((index) => index !== key);
  if (key >= 0) order.unshift(key);
  const names = columns.map((column) => `,${json(OWN_MEMBERS.has(column) ? `${column}_` : column)}:`);
  const end = `,"pulling_id":${pullingId}}`;

  return {
    present: (type, row) => {
      let body = `{"event_type":"${type}"`;
      for (const index of order) body += `${names[index] ?? ''}${json(row[index] ?? '')}`;
      return body + end;
    },
    removed: (cve) => `{"event_type":"removed",${json(KEY_COLUMN)}:${json(cve)}${end}`,
  };
}

function json(text: string): string {
  return JSON.stringify(wellFormedText(text));
}
