import { columnName } from '../../domain/list/column-name';
import { columnKinds, type ListDescription } from '../../domain/list/list-description';
import { KEY_COLUMN } from '../../domain/list/list';
import { withoutOuterSpace } from '../../domain/list/outer-space';

/** The members of a vulnerability in the order of the published catalogue, in snake case. */
const COLUMNS: readonly string[] = [
  KEY_COLUMN,
  'vendor_project',
  'product',
  'vulnerability_name',
  'date_added',
  'short_description',
  'required_action',
  'due_date',
  'known_ransomware_campaign_use',
  'notes',
  'cwes',
];

/** What the catalogue calls the key. */
const KEY_NAMES: ReadonlySet<string> = new Set(['cve_id', 'cveid']);

/** CISA's catalogue of known exploited vulnerabilities. */
export const KEV: ListDescription = {
  publisher: 'CISA',
  columns: COLUMNS,
  volatile: new Set(),
  emptyWords: new Set(['unknown']),
  defaultTag: 'my.app.cisa.kev',
  kindOf: columnKinds({ date: ['date_added', 'due_date'] }),
  columnName(spelling) {
    const name = columnName(inSnakeCase(withoutOuterSpace(spelling)));
    return KEY_NAMES.has(name) ? KEY_COLUMN : name;
  },
  looksRestricted: () => false, // it is given to everybody
};

/** `vendorProject` as `vendor_project`, `cveID` as `cve_ID`. */
function inSnakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/([A-Z])([A-Z][a-z])/g, '$1_$2');
}
