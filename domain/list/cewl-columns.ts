import { KEY_COLUMN } from './list-table';

/** What a column of the list holds, and so how its cells are written. Columns that nobody documents are `text`. */
export type ColumnKind = 'key' | 'date' | 'integer' | 'boolean' | 'text';

/**
 * The columns of CTCI's documented row in their order, in lower case. The download calls two of them differently from
 * the API (`CVE`, `year_`): see `columnName`.
 */
export const CEWL_COLUMNS: readonly string[] = [
  KEY_COLUMN,
  'year',
  'base_score',
  'base_severity',
  'cve_date',
  'vendor',
  'product',
  'vulnerability_type',
  'description',
  'reference',
  'date_added',
  'honeypot',
  'intel',
  'base_metric_v2',
  'base_metric_v3',
  'id_ref',
  'updated',
  'cwe',
  'external_note',
  'enabled',
  'processed',
  'notified',
  'notified_date',
];

/**
 * Columns that change without news: marks that a customer or CTCI's notifier sets, and `updated`, which CTCI itself
 * declares as not working. With them every row would be a change.
 */
export const VOLATILE_COLUMNS: ReadonlySet<string> = new Set(['processed', 'notified', 'notified_date', 'updated']);

/**
 * `honeypot`, `intel` and `research` hold the day of the first sighting; the last three stand in texts of CTCI only.
 */
const DATE_COLUMNS = [
  'cve_date',
  'date_added',
  'honeypot',
  'intel',
  'updated',
  'notified_date',
  'research',
  'date_discovered',
  'date_patched',
];
const INTEGER_COLUMNS = ['year', 'id_ref'];
const BOOLEAN_COLUMNS = ['base_metric_v2', 'base_metric_v3', 'enabled', 'processed', 'notified'];

const KINDS: ReadonlyMap<string, ColumnKind> = new Map<string, ColumnKind>([
  [KEY_COLUMN, 'key'],
  ...DATE_COLUMNS.map((name): [string, ColumnKind] => [name, 'date']),
  ...INTEGER_COLUMNS.map((name): [string, ColumnKind] => [name, 'integer']),
  ...BOOLEAN_COLUMNS.map((name): [string, ColumnKind] => [name, 'boolean']),
]);

/** What the cells of a column hold. */
export function columnKind(column: string): ColumnKind {
  return KINDS.get(column) ?? 'text';
}
