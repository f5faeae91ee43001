import { CollectorError } from '../../../errors/collector-error';
import type { EnabledService } from '../../../config/enabled-services';
import { cellChanges, rowChanges, rowsByKey, type RowChange } from '../../../domain/changes/row-changes';
import { shownLine } from '../../../domain/report/shown-text';
import { counted } from '../../../domain/report/words';
import { hasChanges, hasDelivered, pastPulls, type PastPull } from '../../chain/past-pulls';
import { readPulledList, type PulledList } from '../../chain/pulled-list';
import { insistOnChoice, type Collector } from '../../open-collector';
import { EXIT, type ServiceDiff, type VerbResult } from '../../verb-result';
import { viewServices } from '../../words/service-view';

/** Rows that are printed; --json has all. */
const SHOWN_ROWS = 50;

/**
 * What a pull delivered, cell by cell, or what differs between the lists of two: from the histories that Temporal
 * keeps. Without a run, the last one that changed anything.
 */
export async function diff(
  collector: Collector,
  _options: unknown,
  [first, second]: readonly (string | undefined)[],
): Promise<VerbResult> {
  if (first !== undefined) insistOnChoice(collector.services, false);
  const lists = collector.services.filter(({ kind }) => kind !== 'events');
  if (lists.length === 0) throw new CollectorError('usage', { seen: 'events have no cells: "diff" is for lists' });
  const found = await Promise.all(lists.map((service) => diffOf(collector, service, first, second)));
  const none = found.every((each) => each === null);
  const diffs = found.filter((each) => each !== null);
  return {
    exit: none ? EXIT.failed : EXIT.done,
    services: await viewServices(collector),
    diffs,
    words: none ? 'No pull that is still retained has changed anything.' : diffs.map(inWords).join('\n\n'),
  };
}

async function diffOf(
  { reader }: Collector,
  { workflowId, input, service }: EnabledService,
  first: string | undefined,
  second: string | undefined,
): Promise<ServiceDiff | null> {
  const name = { input, service };
  const past = pastPulls(reader, workflowId);
  if (first !== undefined && second !== undefined) {
    const [one, two] = [await listOf(reader, workflowId, first), await listOf(reader, workflowId, second)];
    return { ...name, run: second, against: first, complete: true, rows: rowChanges(one.table, two.table) };
  }
  for await (const pull of past) {
    if (first === undefined ? !hasChanges(pull) : pull.runId !== first) continue;
    const list = await readPulledList(reader, workflowId, pull.runId);
    if (list === null) {
      if (first === undefined) continue;
      return { ...name, run: pull.runId, against: null, complete: true, rows: [] }; // it got no new list
    }
    return { ...name, run: pull.runId, ...(await against(reader, workflowId, past, list)) };
  }
  if (first === undefined) return null;
  throw new CollectorError('usage', {
    setting: 'RUN',
    seen: `${first} is no run of ${input}/${service} that is retained`,
  });
}

async function listOf(reader: Collector['reader'], workflowId: string, runId: string): Promise<PulledList> {
  const list = await readPulledList(reader, workflowId, runId);
  if (list === null) throw new CollectorError('usage', { setting: 'RUN', seen: `run ${runId} got no list of its own` });
  return list;
}

/** The changes of a list against the delivered one before it, which an older run has left. */
async function against(
  reader: Collector['reader'],
  workflowId: string,
  older: AsyncGenerator<PastPull>,
  list: PulledList,
): Promise<Pick<ServiceDiff, 'against' | 'complete' | 'rows'>> {
  for await (const pull of older) {
    if (!hasDelivered(pull)) continue;
    const before = await readPulledList(reader, workflowId, pull.runId);
    if (before !== null) return { against: pull.runId, complete: true, rows: changesOf(list, before) };
  }
  const { added, changed, removed } = list;
  return {
    against: null,
    complete: added.length === list.table.rows.length && changed.length + removed.length === 0,
    rows: changesOf(list, null),
  };
}

/** By what the pull itself has found; the old cells are those of the list before, where there is one. */
function changesOf({ table, added, changed, removed }: PulledList, before: PulledList | null): RowChange[] {
  const old = before === null ? null : rowsByKey(before.table);
  const row = (index: number): ReadonlyMap<string, string> =>
    new Map(table.columns.map((column, place) => [column, table.rows[index]?.[place] ?? '']));
  const keyOf = (index: number): string => table.rows[index]?.[0] ?? '';
  return [
    ...added.map((index): RowChange => ({ key: keyOf(index), kind: 'added', cells: cellChanges(null, row(index)) })),
    ...changed.map((index): RowChange => {
      const from = old?.get(keyOf(index).toUpperCase()) ?? null;
      return { key: keyOf(index), kind: 'changed', cells: cellChanges(from, row(index)) };
    }),
    ...removed.map((key): RowChange => ({
      key,
      kind: 'removed',
      cells: cellChanges(old?.get(key.toUpperCase()) ?? null, null),
    })),
  ];
}

function inWords({ input, service, run, against: other, complete, rows }: ServiceDiff): string {
  const head =
    `${input}/${service}: run ${run}${other === null ? '' : ` against ${other}`}: ` + counted(rows.length, 'row');
  const lines = [head];
  if (!complete) lines.push('  the list before it is retained no longer: old cells are not known');
  for (const { key, kind, cells } of rows.slice(0, SHOWN_ROWS)) {
    lines.push(`${kind === 'added' ? '+' : kind === 'removed' ? '-' : '~'} ${shownLine(key)}`);
    if (kind !== 'changed') continue;
    for (const { column, from, to } of cells) lines.push(`    ${shownLine(column)}: ${quoted(from)} → ${quoted(to)}`);
  }
  if (rows.length > SHOWN_ROWS) lines.push(`... and ${rows.length - SHOWN_ROWS} more (--json shows all)`);
  return lines.join('\n');
}

function quoted(cell: string | null): string {
  return cell === null ? '?' : `"${shownLine(cell)}"`;
}
