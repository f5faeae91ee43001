import { unpackList } from './list';
import type { PullPreview, TravellingPreview } from '../domain/changes/preview';

/** Takes the rows that would be sent out of the list that came with them. */
export function unpackPreview({ table, changes, ...preview }: TravellingPreview): PullPreview {
  const { columns, rows } = table === null ? { columns: [], rows: [] } : unpackList(table);
  const pick = (indexes: readonly number[]) => indexes.map((index) => rows[index] ?? []);
  return { ...preview, columns, added: pick(changes.added), changed: pick(changes.changed), removed: changes.removed };
}
