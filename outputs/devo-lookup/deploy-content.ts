import { KEY_COLUMN, type ListTable } from '../../domain/list-table';
import { csvBytes, csvChunks } from './csv';
import { rowsInColumns } from './lookup-columns';

/** What a deploy does to the rows that the lookup holds: takes their place, is merged by key, or deletes by key. */
export type DeployAction = 'replace' | 'merge' | 'delete';

/** Everything that one deploy sends. The CSV is made anew for every request, so that a request can be repeated. */
export interface DeployContent {
  readonly action: DeployAction;
  /** JSON of the part `deploy-config`. */
  readonly config: string;
  readonly rows: number;
  readonly csvBytes: number;
  csv(): Iterable<string>;
}

/** Lays out a deploy. Costs one pass over the rows, to know the size of the CSV beforehand. */
export function deployContent(action: DeployAction, columns: readonly string[], table: ListTable): DeployContent {
  const csv = (): Iterable<string> => csvChunks(columns, rowsInColumns(table, columns));
  return {
    action,
    config: JSON.stringify(deployConfig(action, columns)),
    rows: table.rows.length,
    csvBytes: csvBytes(csv()),
    csv,
  };
}

/**
 * The configuration beside the CSV. All columns are `STRING`: the other type names are not documented.
 * A deletion keeps all columns, as Devo's guide does, and sets `append`: without it the other rows would go as well.
 */
function deployConfig(action: DeployAction, columns: readonly string[]): Readonly<Record<string, unknown>> {
  const common = {
    columns: columns.map((name) => ({ name, type: 'STRING' })),
    hasHeader: true,
    key: { type: 'column', column: KEY_COLUMN },
  };
  switch (action) {
    case 'replace': return { ...common, append: false };
    case 'merge': return { ...common, append: true, contribution: { type: 'add' } };
    case 'delete': return { ...common, append: true, contribution: { type: 'del' } };
  }
}
