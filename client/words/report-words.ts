import { errorInWords, type ErrorReport } from '../../errors/error-report';
import { failuresByOutput, type PullReport } from '../../domain/report/pull-report';
import type { ListEdition } from '../../domain/list/list-origin';
import { shownLine } from '../../domain/report/shown-text';
import { releaseInWords } from '../../domain/guard/release';
import { heldInWords } from '../../domain/guard/shrink-guard';
import { count, counted } from '../../domain/report/words';
import { span } from './times';

/** A pull in a line: received, added, changed, removed, sent, took. */
export function pullLine(report: PullReport): string {
  const { received, added, changed, removed, sent } = report;
  const numbers =
    `received ${count(received)}, added ${count(added)}, changed ${count(changed)}, removed ` +
    `${count(removed)}, sent ${count(sent)}, took ${span(report.duration_ms)}`;
  return `${report.outcome}: ${numbers}`;
}

/** What a service pulls, as its reports count it. */
const COUNTED = {
  list: { one: 'row', keyless: 'without a CVE id left out' },
  events: { one: 'event', keyless: 'without an id, of which the log tells' },
} as const;

/** A pull in full, for the one who asked for it, without what failed: that is told by `failuresInWords`. */
export function reportInWords(report: PullReport, kind: keyof typeof COUNTED): string {
  const { one, keyless } = COUNTED[kind];
  const lines = [pullLine(report)];
  if (report.edition) lines.push(`  ${editionInWords(report.edition)}`);
  if (report.duplicates > 0) lines.push(`  ${counted(report.duplicates, 'duplicate')} filtered out`);
  if (report.without_key > 0) lines.push(`  ${counted(report.without_key, one)} ${keyless}`);
  for (const [name, output] of Object.entries(report.outputs)) {
    if (output.outcome === 'delivered')
      lines.push(
        `  ${name}: ${output.mode ?? ''} delivery (${shownLine(output.why ?? '')}), ` +
          `${counted(output.sent, one)}, ${count(output.bytes)} bytes, ` +
          `${span(output.ms)}${output.job ? `, job ${shownLine(output.job.id)}` : ''}`,
      );
  }
  if (report.release) lines.push(`  ${shownLine(releaseInWords(report.release))}`);
  if (report.held)
    lines.push(
      `  held: ${heldInWords(report.held)}`,
      '  the old list stays; "ctci-collector release" lets this one through once',
    );
  return lines.join('\n');
}

/** What the publisher calls the list that was got. */
export function editionInWords({ version, released }: ListEdition): string {
  return `version ${shownLine(version)}, released ${shownLine(released)}`;
}

/** What failed in a pull: each output's error, or else the pull's own. */
export function failuresInWords(report: PullReport | null, error: ErrorReport): string[] {
  const ofOutputs = Object.entries(failuresByOutput(report?.outputs ?? {})).map(
    ([name, failure]) => `${name}: ${errorInWords(failure)}`,
  );
  return ofOutputs.length > 0 ? ofOutputs : [errorInWords(error)];
}
