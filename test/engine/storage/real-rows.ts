import type { List } from '../../../domain/list/list';
import { loadHistory } from '../../../simulators/ctci/replay/history';
import { findHistoryFile } from '../../../simulators/storage/data-folder';
import { createTableBuilder, type SourceRow } from '../../../sources/json-rows/table-builder';
import { CEWL } from '../../../sources/ctci/cewl-list';

/** Ids of years that the real list has none of. */
const INVENTED_YEARS = 40;
const FIRST_INVENTED_YEAR = 2040;

let realRows: SourceRow[] | undefined;

/** As many real rows as are asked for: the real ones again and again, under other ids. */
export function realTable(count: number): List {
  realRows ??= loadHistory(findHistoryFile()).flatMap(({ added }) => added);
  const table = createTableBuilder(CEWL, false);
  for (let index = 0; index < count; index += 1) {
    const row = realRows[index % realRows.length] ?? {};
    const id =
      index < realRows.length ? row['cve'] : `CVE-${FIRST_INVENTED_YEAR + (index % INVENTED_YEARS)}-${10_000 + index}`;
    table.add({ ...row, cve: id, id_ref: index });
  }
  const rows = table.take();
  return { columns: table.finish().layout.columns, rows };
}
