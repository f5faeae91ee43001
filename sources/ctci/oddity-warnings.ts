import type { ListOddities } from './table-builder';

/** What was not taken over as it was sent, one sentence each. */
export function oddityWarnings({ untidyKeys, untidyNames, datesOutOfRange, tooDeep }: ListOddities): string[] {
  const warnings: string[] = [];
  if (untidyKeys > 0) warnings.push(`${untidyKeys} CVE ids had white space or invisible characters around them, which were cut.`);
  if (untidyNames > 0) warnings.push(`${untidyNames} names of columns had white space or invisible characters around them, which were cut.`);
  if (datesOutOfRange > 0) warnings.push(`${datesOutOfRange} dates before 1970 or after 9999 were read as empty.`);
  if (tooDeep > 0) warnings.push(`${tooDeep} values nested too deeply were read as empty.`);
  return warnings;
}
