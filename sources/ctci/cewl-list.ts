import { columnName } from '../../domain/list/column-name';
import { columnKinds, type ListDescription } from '../../domain/list/list-description';
import { KEY_COLUMN } from '../../domain/list/list';
import { looksRestricted } from './restricted-list';

/** The columns of CTCI's documented row in their order, in lower case. */
const COLUMNS: readonly string[] = [
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

/** Names that the API and the download spell differently beyond case: `year_` is the name in CTCI's backend. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([['year_', 'year']]);

/** CTCI's list, the CEWL. */
export const CEWL: ListDescription = {
  publisher: 'CTCI',
  columns: COLUMNS,
  // Marks that a customer or CTCI's notifier sets, and `updated`, which CTCI itself declares as not working.
  volatile: new Set(['processed', 'notified', 'notified_date', 'updated']),
  emptyWords: new Set(['unknown']),
  defaultTag: 'my.app.ctci.cewl',
  kindOf: columnKinds({
    date: DATE_COLUMNS,
    integer: ['year', 'id_ref'],
    boolean: ['base_metric_v2', 'base_metric_v3', 'enabled', 'processed', 'notified'],
  }),
  columnName(spelling) {
    const name = columnName(spelling);
    return OTHER_NAMES.get(name) ?? name;
  },
  looksRestricted,
};
