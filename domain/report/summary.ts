import { errorTitle } from '../../errors/error-report';
import { heldInWords } from '../guard/shrink-guard';
import { failuresByOutput, type PullReport } from './pull-report';
import { count } from './words';

/** What came of the pull of a list. */
export function listNumbers({ received, added, changed, removed, sent }: PullReport): string {
  return (
    `${count(received)} rows received, ${count(added)} added, ${count(changed)} changed, ` +
    `${count(removed)} removed, ${count(sent)} sent`
  );
}

/** What came of a pull of events. */
export function eventsNumbers({ received, duplicates, sent }: PullReport): string {
  return `${count(received)} events received, ${count(duplicates)} known, ${count(sent)} sent`;
}

/** What happened in a pull, in one line. @param numbers those that count in its kind */
export function summaryOf(report: PullReport, numbers: string): string {
  const { outcome, held, error, outputs } = report;
  if (outcome === 'held' && held !== null) return `held: ${heldInWords(held)}`;
  const [failed] = Object.entries(failuresByOutput(outputs)).map(([name, fault]) => `${name}: ${errorTitle(fault)}`);
  const why = failed ?? (error === null ? null : errorTitle(error));
  if (outcome === 'failed') return `failed: ${why ?? 'no reason was given'}`;
  return `${outcome}: ${numbers}${why === null ? '' : `; ${why}`}`;
}
