import { expectedRows, type ExpectedRow } from './expected-rows';

/** What the simulator's faults `absent-columns` and `unknown-columns` do to rows: such rows were served too. */
const MAY_BE_ABSENT = new Set(['honeypot', 'cwe', 'external_note']);
const ADDED_COLUMNS: ReadonlyMap<string, RegExp> = new Map([
  ['research', /^$/],
  ['true_risk', /^[0-4]?$/],
  ['admiralty score', /^(B2)?$/],
]);

/** Keys of rows that a scenario itself deploys behind the collector's back. */
const FOREIGN_KEY = /^CVE-2099-/;

/** Every row that the source has ever given, as it may stand in the lookup. */
export class ServedRows {
  private readonly versions = new Set<string>();

  /** A good list that the source gives from now on. */
  add(list: readonly Readonly<Record<string, unknown>>[]): void {
    for (const row of expectedRows(list).values()) {
      this.versions.add(written(row, () => true));
      this.versions.add(written(row, (column) => !MAY_BE_ABSENT.has(column)));
    }
  }

  /** The first row that the source never gave, or null. */
  stranger(lookup: readonly Readonly<Record<string, string>>[] | null): string | null {
    for (const row of lookup ?? []) {
      if (FOREIGN_KEY.test(row['cve'] ?? '')) continue;
      const cells = new Map(Object.entries(row));
      const known = this.versions.has(written(cells, (column) => !ADDED_COLUMNS.has(column)));
      const addedFit = [...ADDED_COLUMNS].every(([column, form]) => form.test(cells.get(column) ?? ''));
      if (!known || !addedFit) return JSON.stringify(row).slice(0, 300);
    }
    return null;
  }
}

/** Empty cells count as none, and the order of columns does not matter. */
function written(row: ExpectedRow, keeps: (column: string) => boolean): string {
  const cells = [...row].filter(([column, cell]) => cell !== '' && keeps(column));
  return JSON.stringify(cells.sort(([left], [right]) => (left < right ? -1 : 1)));
}
