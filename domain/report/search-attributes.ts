import type { ServiceRef } from '../pull-settings';
import type { PullReport } from './pull-report';
import { shownLine } from './shown-text';

/**
 * What a run says of itself at its end, for lists of runs and for queries over them. All are of Temporal's type
 * Keyword, and Temporal must have been told of a name before it is written: a run that writes another one hangs.
 */
export const SERVICE_ATTRIBUTE = 'CollectorService';
export const OUTCOME_ATTRIBUTE = 'CollectorOutcome';
export const SUMMARY_ATTRIBUTE = 'CollectorSummary';

export const SEARCH_ATTRIBUTES = [SERVICE_ATTRIBUTE, OUTCOME_ATTRIBUTE, SUMMARY_ATTRIBUTE] as const;
export type SearchAttribute = (typeof SEARCH_ATTRIBUTES)[number];

/** The columns of Temporal's SQL stores take 255 characters; beyond 2,048 bytes Temporal terminates the whole chain. */
const LONGEST_KEYWORD = 250;

/** The values of a run. */
export function attributesOf(
  { input, service }: ServiceRef,
  report: PullReport,
  summary: string,
): Readonly<Record<SearchAttribute, string>> {
  return {
    [SERVICE_ATTRIBUTE]: keyword(`${input}/${service}`),
    [OUTCOME_ATTRIBUTE]: report.outcome,
    [SUMMARY_ATTRIBUTE]: keyword(summary),
  };
}

/** A text as Temporal keeps it in one column: on one line, and cut. */
function keyword(text: string): string {
  const characters = Array.from(shownLine(text));
  return characters.length <= LONGEST_KEYWORD
    ? characters.join('')
    : `${characters.slice(0, LONGEST_KEYWORD - 1).join('')}…`;
}
