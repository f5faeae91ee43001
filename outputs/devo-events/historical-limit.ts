import { isoMoment } from '../../domain/list/moment';
import type { List } from '../../domain/list/list';

/** The column that says when a row entered the list: a day, or a time in ISO 8601 UTC. */
const DATE_COLUMN = 'date_added';
const DAY_CHARACTERS = 'YYYY-MM-DD'.length;

/**
 * Indexes of the rows that entered the list at `from` or later. A row without a readable date is taken: better one
 * event too many than a row that nobody ever hears of. A row that names only the day is compared by the day.
 *
 * @param from ISO 8601, in UTC when it names no zone; undefined takes all rows
 */
export function rowsSince(table: List, from: string | undefined): number[] {
  const all = table.rows.map((_, index) => index);
  const column = table.columns.indexOf(DATE_COLUMN);
  const limit = from === undefined ? undefined : isoMoment(from);
  if (limit === undefined || column < 0) return all;
  const limitDay = new Date(limit).toISOString().slice(0, DAY_CHARACTERS);
  return all.filter((index) => {
    const date = table.rows[index]?.[column] ?? '';
    const moment = isoMoment(date);
    if (moment === undefined) return true;
    return date.length === DAY_CHARACTERS ? date >= limitDay : moment >= limit;
  });
}
