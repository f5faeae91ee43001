import { log } from '@temporalio/workflow';
import { pullingId } from '../domain/events/event-message';
import { errorInWords } from '../errors/error-report';
import { failuresByOutput, type PullReport } from '../domain/report/pull-report';
import { listNumbers } from '../domain/report/summary';
import type { PullState } from '../domain/state/pull-state';
import { shownInMarkdown } from '../domain/report/shown-text';
import { releaseInWords } from '../domain/guard/release';
import { heldInWords } from '../domain/guard/shrink-guard';
import { seconds, shortDigest } from '../domain/report/words';

/** The lines that users of the old collector know, in the same words; see the collector's page at Devo. */
export function logPullStarted(startedAt: number): void {
  log.info(`Pull Started. Retrieving timestamp: ${timestamp(startedAt)}`);
}

export function logStatistics(report: PullReport, startedAt: number, state: PullState): void {
  const perSecond = report.duration_ms > 0 ? report.sent / (report.duration_ms / 1000) : 0;
  log.info(
    `Statistics for this pull cycle (@devo_pulling_id=${pullingId(startedAt)}): ` +
      `Number of requests performed: ${report.requests}; Number of events received: ${report.received}; ` +
      `Number of duplicated events filtered out: ${report.duplicates}; ` +
      `Number of events generated and sent: ${report.sent} (from ${report.received} unflattened events); ` +
      `Average of events per second: ${perSecond.toFixed(3)}.`,
  );
  if (report.outcome === 'held' && report.held)
    log.warn(
      `The list is held: ${heldInWords(report.held)}. The old list stays. Release it with "ctci-collector release"`,
    );
  for (const failure of failuresInWords(report)) log.error(failure);
  if (report.outcome !== 'failed') {
    const { last_polled_time, reset_persistence_auth, list } = state;
    log.info(
      'Last polled time saved in state: ' +
        JSON.stringify({ last_polled_time, reset_persistence_auth, rows: list.rows, digest: list.digest }),
    );
  }
  log.info('Pull terminated');
}

export function logCompleted(report: PullReport, startedAt: number, periodSeconds: number | null): void {
  const elapsed = Date.now() - startedAt;
  const waiting =
    periodSeconds === null
      ? ''
      : `. Waiting for ${seconds(periodSeconds * 1000 - (elapsed % (periodSeconds * 1000)))} ` +
        'second(s) until the next one';
  log.info(
    `Data collection ${report.outcome === 'failed' ? 'failed' : 'completed'}. Elapsed time: ` +
      `${seconds(elapsed)} seconds${waiting}`,
  );
}

/** What the Web UI shows of a run, in words. */
export function detailsInWords(report: PullReport, state: PullState): string {
  const lines = [`**${report.outcome}**: ${listNumbers(report)}, digest ${shortDigest(report.digest)}`];
  if (report.release) lines.push(shownInMarkdown(releaseInWords(report.release)));
  if (report.held) lines.push(`Held: ${shownInMarkdown(heldInWords(report.held))}`);
  lines.push(...failuresInWords(report).map(shownInMarkdown));
  const mustPass = state.held !== null && !state.held.released;
  if (state.deliver_all)
    lines.push(
      'A reset is pending: ' +
        `${mustPass ? 'everything is delivered once a list passes' : 'the next pull delivers everything'}.`,
    );
  return lines.join('\n\n');
}

/** One line for each output that failed, or else the pull's own error. */
function failuresInWords({ outputs, error }: PullReport): string[] {
  const failed = Object.entries(failuresByOutput(outputs)).map(
    ([name, failure]) => `${name}: ${errorInWords(failure)}`,
  );
  return failed.length > 0 || error === null ? failed : [errorInWords(error)];
}

function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '000+00:00');
}
