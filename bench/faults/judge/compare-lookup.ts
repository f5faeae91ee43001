import { expectedRows } from './expected-rows';

type LookupRow = Readonly<Record<string, string>>;

const SHOWN = 3;

/**
 * Compares a lookup with the list that it must equal, row by row and field by field. Columns that the lookup has and
 * the list has not must be empty: a lookup keeps its columns. Returns what differs in words, or null.
 */
export function differenceOf(
  lookup: readonly LookupRow[] | null,
  list: readonly Readonly<Record<string, unknown>>[],
): string | null {
  const expected = expectedRows(list);
  if (lookup === null) return 'there is no lookup';
  const differences: string[] = [];
  const seen = new Set<string>();
  for (const row of lookup) {
    const key = row['cve'] ?? '';
    const wanted = expected.get(key);
    if (seen.has(key)) differences.push(`${key} is there twice`);
    seen.add(key);
    if (wanted === undefined) differences.push(`${key} should not be there`);
    else differences.push(...differingCells(key, row, wanted));
  }
  for (const key of expected.keys()) if (!seen.has(key)) differences.push(`${key} is missing`);
  if (differences.length === 0) return null;
  return `${differences.length} differences: ${differences.slice(0, SHOWN).join('; ')}`;
}

function differingCells(key: string, row: LookupRow, wanted: ReadonlyMap<string, string>): string[] {
  const columns = new Set([...Object.keys(row), ...wanted.keys()]);
  const differing = [...columns].filter((column) => (row[column] ?? '') !== (wanted.get(column) ?? ''));
  return differing.map(
    (column) =>
      `${key} ${column} is ${JSON.stringify(row[column] ?? '').slice(0, 60)}, not ` +
      JSON.stringify(wanted.get(column) ?? '').slice(0, 60),
  );
}
