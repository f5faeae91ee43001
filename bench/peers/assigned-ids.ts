/** Years whose ids are drawn, and numbers of one year: CVE numbers now reach some 50,000 in a year, with gaps. */
const FIRST_YEAR = 2002;
const LAST_YEAR = 2025;
const NUMBERS_IN_A_YEAR = 25_000; // on average; fewer in the early years, more today

/**
 * Different ids of the form that CVE has, drawn from the whole range of years and numbers: as far apart as in a list
 * of that length, which is what their compressed size depends on.
 *
 * @param random from 0 to less than 1
 */
export function assignedIds(count: number, random: () => number): readonly string[] {
  const ids = new Set<string>();
  while (ids.size < count) {
    const year = FIRST_YEAR + Math.floor(random() * (LAST_YEAR - FIRST_YEAR + 1));
    ids.add(`CVE-${year}-${String(1 + Math.floor(random() * NUMBERS_IN_A_YEAR)).padStart(4, '0')}`);
  }
  return [...ids];
}
