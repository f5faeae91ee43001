/** Columns that say how CTCI works on a row, not what it tells; they are not delivered. */
const VOLATILE = new Set(['processed', 'notified', 'notified_date', 'updated']);

/** Numbers beyond this are times in milliseconds: the largest other one is a row's number. */
const TIMES_FROM = 100_000_000_000;

/**
 * Compares a lookup with the list that it was made from, cell by cell, by rules written down here once more, apart
 * from the collector's own.
 *
 * @param {readonly Record<string, unknown>[]} list rows as the API gave them
 * @param {readonly Record<string, string>[]} lookup rows as Devo holds them
 * @returns {string | null} the first difference in words, or null
 */
export function differenceOf(list, lookup) {
  const held = new Map(lookup.map((row) => [row.cve, row]));
  if (lookup.length !== list.length || held.size !== list.length)
    return `the list has ${list.length} rows, the lookup ${lookup.length}`;
  for (const row of list) {
    const found = held.get(row.cve);
    if (found === undefined) return `${row.cve} is not in the lookup`;
    const difference = differenceOfRow(row, found);
    if (difference !== null) return difference;
  }
  return null;
}

function differenceOfRow(row, found) {
  for (const [column, value] of Object.entries(row)) {
    if (VOLATILE.has(column)) continue;
    const wanted = cell(value);
    if (found[column] !== wanted)
      return (
        `${row.cve}, ${column}: ${JSON.stringify(found[column])} in the lookup, ` +
        `${JSON.stringify(wanted)} in the list`
      );
  }
  return null;
}

/**
 * What a lookup may not hold or lack on its way from the first of some lists to the last: each of its rows stands in
 * one of them, and what stands in all of them is there.
 *
 * @param {readonly (readonly Record<string, unknown>[])[]} lists
 * @param {readonly Record<string, string>[]} lookup
 * @returns {string | null} the first row that is wrong in words, or null
 */
export function strayIn(lists, lookup) {
  const held = new Set(lookup.map((row) => row.cve));
  const byKey = lists.map((list) => new Map(list.map((row) => [row.cve, row])));
  for (const found of lookup) {
    const rows = byKey.flatMap((list) => list.get(found.cve) ?? []);
    if (!rows.some((row) => differenceOfRow(row, found) === null))
      return `${found.cve} of the lookup stands so in none of the lists`;
  }
  const [first = new Map(), ...others] = byKey;
  for (const key of first.keys())
    if (!held.has(key) && others.every((list) => list.has(key)))
      return `${key} is in every list, and not in the lookup`;
  return null;
}

function cell(value) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' && value >= TIMES_FROM) return new Date(value).toISOString().slice(0, 10);
  return String(value);
}
