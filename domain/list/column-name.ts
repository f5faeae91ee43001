import { withoutOuterSpace } from './outer-space';
import { wellFormedText } from './well-formed-text';

/**
 * Names that the API and the download spell differently beyond case: `year_` is the column's name in CTCI's backend.
 */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([['year_', 'year']]);

/** The one name of a column, however the source or a setting spells it. */
export function columnName(spelling: string): string {
  const name = wellFormedText(withoutOuterSpace(spelling)).toLowerCase();
  return OTHER_NAMES.get(name) ?? name;
}
