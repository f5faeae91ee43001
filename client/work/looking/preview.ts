import type { EnabledService } from '../../../config/enabled-services';
import { errorInWords } from '../../../errors/error-report';
import { PREVIEW_WORKFLOW_TYPE } from '../../../domain/message-names';
import type { PullPreview, TravellingPreview } from '../../../domain/changes/preview';
import { heldInWords } from '../../../domain/guard/shrink-guard';
import { shownLine } from '../../../domain/report/shown-text';
import { unpackPreview } from '../../../packing/preview';
import { count } from '../../../domain/report/words';
import { askWorker } from '../../chain/ask-worker';
import { betweenPulls } from '../../chain/between-pulls';
import { inspectEvents, previewOfEventsInWords } from '../../words/events-view';
import { carriedState } from '../../chain/carried-state';
import type { Collector } from '../../open-collector';
import { viewService } from '../../words/service-view';
import { EXIT, type ServiceView, type VerbResult } from '../../verb-result';
import { table } from '../../words/table';

/** Rows that the table shows; `--json` has all. */
const SHOWN_ROWS = 20;

/** Fetches and compares as the next pull would, and shows what would be sent. Sends nothing, changes nothing. */
export async function preview(collector: Collector): Promise<VerbResult> {
  const previews = await Promise.all(collector.services.map((service) => previewService(collector, service)));
  return {
    exit: previews.some(({ good }) => !good) ? EXIT.failed : EXIT.done,
    services: previews.map(({ view, preview: found }) => ({ ...view, preview: found })),
    words: previews.map(({ words }) => words).join('\n\n'),
  };
}

/** What one service would send. */
interface FoundPreview {
  readonly view: ServiceView;
  readonly preview: unknown;
  readonly good: boolean;
  readonly words: string;
}

async function previewService(collector: Collector, service: EnabledService): Promise<FoundPreview> {
  if (service.kind === 'events') {
    const events = await inspectEvents(collector, service);
    const view = await viewService(collector, service, new Date());
    return {
      view,
      preview: events,
      good: true,
      words: previewOfEventsInWords(`${service.input}/${service.service}`, events),
    };
  }
  const { found } = await betweenPulls(collector.reader, service.workflowId, (chain) => {
    const state = chain && carriedState(chain);
    return askWorker<TravellingPreview>(collector, service, PREVIEW_WORKFLOW_TYPE, state === null ? [] : [state]);
  });
  const unpacked = unpackPreview(found);
  const words = previewInWords(`${service.input}/${service.service}`, unpacked);
  return { view: await viewService(collector, service, new Date()), preview: unpacked, good: isWell(unpacked), words };
}

function isWell({ outcome, failed_outputs }: PullPreview): boolean {
  return outcome !== 'would_be_held' && Object.keys(failed_outputs ?? {}).length === 0;
}

function previewInWords(name: string, found: PullPreview): string {
  const { received, added, changed, removed, columns } = found;
  const counts =
    `received ${count(received)}, added ${count(added.length)}, changed ` +
    `${count(changed.length)}, removed ${count(removed.length)}`;
  const lines = [`${name}: ${counts}`];
  if (found.held) lines.push(`  would be held: ${heldInWords(found.held)}`);
  if (found.outcome === 'unchanged') lines.push('  nothing would be sent');
  for (const [output, error] of Object.entries(found.failed_outputs ?? {}))
    lines.push(`  ${output}: would get nothing: ${errorInWords(error)}`);
  for (const { name: output, kind, why } of found.deliveries)
    lines.push(`  ${output}: ${kind === 'everything' ? 'the whole list' : 'the changes'} (${shownLine(why)})`);
  const rows = [
    ...added.map((row) => ['added', ...shownCells(columns, row)]),
    ...changed.map((row) => ['changed', ...shownCells(columns, row)]),
    ...removed.map((key) => ['removed', key, '', '']),
  ];
  if (rows.length === 0) return lines.join('\n');
  lines.push(table(['', 'CVE', 'PRODUCT', 'DESCRIPTION'], rows.slice(0, SHOWN_ROWS)));
  if (rows.length > SHOWN_ROWS) lines.push(`... and ${count(rows.length - SHOWN_ROWS)} more (--json shows all)`);
  return lines.join('\n');
}

function shownCells(columns: readonly string[], row: readonly string[]): string[] {
  const cell = (...names: string[]): string => row[columns.findIndex((column) => names.includes(column))] ?? '';
  return [
    shortened(row[0] ?? '', 18),
    shortened(`${cell('vendor', 'vendor_project')} ${cell('product')}`.trim(), 20),
    shortened(cell('description', 'short_description'), 28),
  ];
}

function shortened(text: string, length: number): string {
  const line = shownLine(text.replaceAll(/\s+/g, ' '));
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}
