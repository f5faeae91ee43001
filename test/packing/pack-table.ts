import { createListPacker } from '../../packing/list';
import type { ListTable, TravellingTable } from '../../domain/list/list-table';

/** Packs a table whose rows are all there, as if they had come so many at a time. */
export async function packTable({ columns, rows }: ListTable, atATime = rows.length): Promise<TravellingTable> {
  const packer = createListPacker();
  for (let from = 0; from < rows.length; from += atATime) await packer.add(rows.slice(from, from + atATime));
  return packer.finish({ columns, places: null });
}
