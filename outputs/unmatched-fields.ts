import { CollectorError } from '../errors/collector-error';
import { nearestName } from '../config/load/nearest-name';
import type { ListDescription } from '../domain/list/list-description';
import { shownLine } from '../domain/report/shown-text';
import type { ObfuscationRule } from './obfuscation';

/** A field of a rule that hits no column of the list. */
interface UnmatchedField {
  /** Place of the rule among the rules. */
  readonly rule: number;
  readonly field: string;
  /** The column that is most likely meant. */
  readonly nearest: string | undefined;
}

/** How a list spells its columns, and which it is known to have. */
type DocumentedList = Pick<ListDescription, 'columns' | 'columnName'>;

/** Columns that an error lists, at most, and how much of a name. */
const LISTED_COLUMNS = 40;
const LISTED_CHARACTERS = 60;

/**
 * The error of rules that do not hit the list, or null. Whoever writes a rule wants something not to leave as it is; a
 * name that hits nothing may be a mistyped one, and then everything would leave in the clear. So nothing may leave.
 *
 * @param columns those of the list
 * @param list what its source says of its columns
 * @param setting path of the rules, such as `inputs.ctci.services.cewl.obfuscation`
 */
export function judgeFields(
  rules: readonly ObfuscationRule[],
  columns: readonly string[],
  list: DocumentedList,
  setting: string,
): CollectorError | null {
  const unmatched = findUnmatchedFields(rules, columns, list);
  if (unmatched.length === 0) return null;
  const fields = unmatched.map(
    ({ rule, field, nearest }) =>
      `rule ${rule + 1}: "${shownLine(field)}"${nearest === undefined ? '' : ` (did you mean ${shownLine(nearest)}?)`}`,
  );
  const listed = columns
    .slice(0, LISTED_COLUMNS)
    .map((column) => shownLine(column.slice(0, LISTED_CHARACTERS)))
    .join(', ');
  const more = columns.length > LISTED_COLUMNS ? ' and more' : '';
  return new CollectorError('obfuscation_unmatched', {
    setting,
    seen: `${fields.join('; ')}; the list has ${listed}${more}`,
  });
}

/**
 * Fields that hit no column: all of a rule that hits none, and of another rule those that are no documented column
 * either. A documented one that this list happens to lack beside others that it has cannot be mistyped.
 */
export function findUnmatchedFields(
  rules: readonly ObfuscationRule[],
  columns: readonly string[],
  list: DocumentedList,
): UnmatchedField[] {
  const there = new Set(columns);
  const known = new Set(list.columns);
  return rules.flatMap(({ fields }, rule) => {
    const missing = fields.filter((field) => !there.has(list.columnName(field)));
    const told =
      missing.length === fields.length ? missing : missing.filter((field) => !known.has(list.columnName(field)));
    return told.map((field) => ({ rule, field, nearest: nearestName(list.columnName(field), columns) }));
  });
}
