import { KEY_COLUMN, type ListInTurn } from '../../../domain/list/list';
import { csvChunks } from './csv';
import { KeptBytes } from '../../../packing/kept-bytes';
import { rowsInColumns } from '../../lookup-columns';

/**
 * A CSV of this size stays as it is while it is being sent; a larger one is kept deflated, an eighth of its size, which
 * costs less than to write it anew.
 */
const PLAIN_CSV_BYTES = 8 * 1024 * 1024;

/** What a deploy does to the rows that the lookup holds: takes their place, is merged by key, or deletes by key. */
export type DeployAction = 'replace' | 'merge' | 'delete';

/** Everything that one deploy sends. */
export interface DeployContent {
  readonly action: DeployAction;
  /** JSON of the part `deploy-config`. */
  readonly config: string;
  readonly rows: number;
  readonly csv: KeptBytes;
}

/**
 * Lays out a deploy. The CSV is written here, since its size has to be known before it is sent: the rows in the
 * lookup's columns, where a column that the list lacks is empty.
 */
export async function deployContent(
  action: DeployAction,
  columns: readonly string[],
  table: ListInTurn,
): Promise<DeployContent> {
  const csv = new KeptBytes(PLAIN_CSV_BYTES);
  for (const chunk of csvChunks(columns, rowsInColumns(table, columns))) await csv.add(Buffer.from(chunk));
  return {
    action,
    config: JSON.stringify(deployConfig(action, columns)),
    rows: table.rows.length,
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
    case 'replace':
      return { ...common, append: false };
    case 'merge':
      return { ...common, append: true, contribution: { type: 'add' } };
    case 'delete':
      return { ...common, append: true, contribution: { type: 'del' } };
  }
}
