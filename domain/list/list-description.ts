import { KEY_COLUMN } from './list';

/** What a column of a list holds, and so how its cells are written. Columns that nobody documents are `text`. */
export type ColumnKind = 'key' | 'date' | 'integer' | 'boolean' | 'text';

/** What is particular to a list, in its publisher's words. Each list source says its own. */
export interface ListDescription {
  /** Who publishes it, as log lines and errors say. */
  readonly publisher: string;
  /** The documented columns in their order, by the names that are delivered; the key is the first. */
  readonly columns: readonly string[];
  /** Columns that change without news. With them every row would be a change. */
  readonly volatile: ReadonlySet<string>;
  /** Words that say in a cell that nothing is known, in lower case, beside what is empty everywhere. */
  readonly emptyWords: ReadonlySet<string>;
  /** Table of its events when the configuration names none. */
  readonly defaultTag: string;
  /** What the cells of a column hold. */
  readonly kindOf: (column: string) => ColumnKind;
  /** The one name of a column, however the source or a setting spells it. Naming a name again changes nothing. */
  readonly columnName: (spelling: string) => string;
  /** Whether keys look like those of a list that the publisher gives to strangers in place of an error. */
  readonly looksRestricted: (keys: readonly string[]) => boolean;
}

/** Kinds by column; a column that stands nowhere holds text. */
export function columnKinds(
  kinds: Readonly<Partial<Record<Exclude<ColumnKind, 'key' | 'text'>, readonly string[]>>>,
): ListDescription['kindOf'] {
  const known = new Map<string, ColumnKind>([[KEY_COLUMN, 'key']]);
  for (const kind of ['date', 'integer', 'boolean'] as const) {
    for (const column of kinds[kind] ?? []) known.set(column, kind);
  }
  return (column) => known.get(column) ?? 'text';
}
