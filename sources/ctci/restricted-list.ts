/**
 * CTCI gives a token without subscription a short list instead of an error: the CVEs of an NSA advisory of
 * October 2020, 24 by CTCI's own count and 25 in the advisory. Some margin, for a list that CTCI may mend.
 */
const LONGEST_RESTRICTED_LIST = 30;
const LAST_YEAR = 2020;

const CVE_ID = /^\s*CVE-(\d{4})-\d+\s*$/i;

/** Whether the keys of a list look like those of the restricted one: a couple of dozen CVEs of 2020 and older. */
export function looksRestricted(keys: readonly string[]): boolean {
  if (keys.length === 0 || keys.length > LONGEST_RESTRICTED_LIST) return false;
  return keys.every(isOldCve);
}

function isOldCve(key: string): boolean {
  const year = CVE_ID.exec(key)?.[1];
  return year !== undefined && Number(year) <= LAST_YEAR;
}
