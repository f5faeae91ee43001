import { KEY_COLUMN, type ListTable } from '../../domain/list-table';
import { csvChunks } from './csv';
import { rowsInColumns } from './lookup-columns';

/** What a deploy does to the rows that the lookup holds: takes their place, is merged by key, or deletes by key. */
export type DeployAction = 'replace' | 'merge' | 'delete';

/** A CSV of this size is kept instead of being made twice: once to know its size, once to be sent. */
const KEPT_BYTES = 8 * 1024 * 1024;

/** Everything that one deploy sends. A large CSV is made anew for every request, so that it never stands in memory as a whole. */
export interface DeployContent {
  readonly action: DeployAction;
  /** JSON of the part `deploy-config`. */
  readonly config: string;
  readonly rows: number;
  readonly csvBytes: number;
  csv(): Iterable<string>;
}

/** Lays out a deploy. The size of the CSV is known beforehand: that costs a pass over the rows, whose result is kept when it is small. */
export function deployContent(action: DeployAction, columns: readonly string[], table: ListTable): DeployContent {
  const make = (): Iterable<string> => csvChunks(columns, rowsInColumns(table, columns));
  const { bytes, chunks } = measure(make());
  return {
    action,
    config: JSON.stringify(deployConfig(action, columns)),
    rows: table.rows.length,
    csvBytes: bytes,
    csv: () => chunks ?? make(),
  };
}

/** Size in bytes of the chunks as UTF-8, and the chunks themselves unless they are too large. */
function measure(made: Iterable<string>): { readonly bytes: number; readonly chunks: readonly string[] | null } {
  let bytes = 0;
  const chunks: string[] = [];
  for (const chunk of made) {
    bytes += Buffer.byteLength(chunk);
    if (bytes <= KEPT_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  return { bytes, chunks: bytes <= KEPT_BYTES ? chunks : null };
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
