import { createListPacker } from '../../packing/list';
import type { List, TravellingList } from '../../domain/list/list';

/** Packs a table whose rows are all there, as if they had come so many at a time. */
export async function packList({ columns, rows }: List, atATime = rows.length): Promise<TravellingList> {
  const packer = createListPacker();
  for (let from = 0; from < rows.length; from += atATime) await packer.add(rows.slice(from, from + atATime));
  return packer.finish({ columns, places: null });
}
