import { CollectorError } from '../../../errors/collector-error';
import { cellChanges, keyIn, type NamedRow } from '../../../domain/changes/row-changes';
import { shownLine } from '../../../domain/report/shown-text';
import { hasDelivered, pastPulls } from '../../chain/past-pulls';
import { readPulledList } from '../../chain/pulled-list';
import type { Collector } from '../../open-collector';
import { EXIT, type RowHistory, type RowMoment, type VerbResult } from '../../verb-result';
import { reportInWords } from '../../words/report-words';
import { viewServices } from '../../words/service-view';

/**
 * When a row came, changed and went, as far back as Temporal keeps the pulls. Throws CollectorError `usage` where no
 * service pulls a list.
 */
export async function rowHistory(collector: Collector, key: string): Promise<VerbResult> {
  if (collector.services.every(({ kind }) => kind === 'events'))
    throw new CollectorError('usage', { setting: 'RUN', seen: `${key} is a row of a list, and events are pulled` });
  const histories: RowHistory[] = [];
  for (const { workflowId, input, service, kind } of collector.services) {
    if (kind === 'events') continue;
    const moments: { run_id: string; at: string; kind: RowMoment['kind']; row: NamedRow | null }[] = [];
    let since: Date | null = null;
    for await (const pull of pastPulls(collector.reader, workflowId)) {
      since = pull.startedAt;
      if (!hasDelivered(pull)) continue;
      const list = await readPulledList(collector.reader, workflowId, pull.runId);
      if (list === null) continue;
      const rowAt = (index: number): NamedRow =>
        new Map(list.table.columns.map((column, place) => [column, list.table.rows[index]?.[place] ?? '']));
      const moment = { run_id: pull.runId, at: pull.startedAt.toISOString() };
      const came = list.added.map(rowAt).find((row) => keyIn(row) === key.toUpperCase());
      const changed = list.changed.map(rowAt).find((row) => keyIn(row) === key.toUpperCase());
      if (came) moments.push({ ...moment, kind: 'added', row: came });
      if (changed) moments.push({ ...moment, kind: 'changed', row: changed });
      if (list.removed.some((gone) => gone.toUpperCase() === key.toUpperCase()))
        moments.push({ ...moment, kind: 'removed', row: null });
    }
    moments.reverse();
    histories.push({
      input,
      service,
      key,
      since: since?.toISOString() ?? null,
      moments: moments.map(({ row, ...moment }, index) => ({
        ...moment,
        cells: cellChanges(moments[index - 1]?.row ?? null, row),
      })),
    });
  }
  return {
    exit: histories.some(({ moments }) => moments.length > 0) ? EXIT.done : EXIT.failed,
    services: await viewServices(collector),
    rows: histories,
    words: histories.map(inWords).join('\n\n'),
  };
}

function inWords({ input, service, key, since, moments }: RowHistory): string {
  const lines = [`${input}/${service}: ${shownLine(key)}, in the pulls since ${since ?? 'never: none is retained'}`];
  if (moments.length === 0) lines.push('  it has neither come nor changed nor gone in that time');
  for (const { at, kind, run_id, cells } of moments) {
    lines.push(`  ${at} ${kind} (run ${run_id})`);
    if (kind === 'changed')
      for (const { column, from, to } of cells)
        lines.push(
          `      ${shownLine(column)}: ${from === null ? '?' : `"${shownLine(from)}"`} → "${shownLine(to ?? '')}"`,
        );
  }
  return lines.join('\n');
}

/** One pull in full. Throws CollectorError `usage` for a run that is not there. */
export async function runHistory(collector: Collector, runId: string): Promise<VerbResult> {
  for (const { workflowId, input, service, kind } of collector.services) {
    for await (const { runId: id, report } of pastPulls(collector.reader, workflowId)) {
      if (id !== runId) continue;
      const views = await viewServices(collector);
      return {
        exit: EXIT.done,
        services: views.map((view) => (view.workflow_id === workflowId && report ? { ...view, report } : view)),
        words: `${input}/${service}: ${report === null ? 'the run returned no report' : reportInWords(report, kind)}`,
      };
    }
  }
  throw new CollectorError('usage', { setting: 'RUN', seen: `${runId} is no run that is retained` });
}
