import type { ListOddities } from './table-builder';

/** What was not taken over as it was sent, one sentence each. */
export function oddityWarnings({
  untidyKeys,
  untidyNames,
  datesOutOfRange,
  oddDates,
  tooDeep,
}: ListOddities): string[] {
  const warnings: string[] = [];
  if (untidyKeys > 0)
    warnings.push(`${untidyKeys} CVE ids had white space or invisible characters around them, which were cut.`);
  if (untidyNames > 0)
    warnings.push(
      `${untidyNames} names of columns had white space or invisible characters around them, which were cut.`,
    );
  if (datesOutOfRange > 0) warnings.push(`${datesOutOfRange} dates before 1970 or after 9999 were read as empty.`);
  if (oddDates > 0) {
    warnings.push(
      `${oddDates} values in columns of dates are no date, or none from 1990 to 2099; they are ` +
        'delivered as they were sent.',
    );
  }
  if (tooDeep > 0) warnings.push(`${tooDeep} values nested too deeply were read as empty.`);
  return warnings;
}
