import { log } from '@temporalio/activity';
import { compareList, indexList, ledgerOf, markRows, type IndexedList } from '../domain/changes/compare-list';
import type { Ledger, PackedKeys } from '../domain/ledger/ledger';
import { packLedger, readLedger, unpackLedger } from '../packing/ledger';
import type { ListChanges, TravellingList } from '../domain/list/list';
import { unpackList } from '../packing/list';
import { NAMED_KEYS, type NamedKeys } from '../domain/notices/pull-news';
import type { PinnedService } from '../domain/pull-settings';
import type { ListDescription } from '../domain/list/list-description';
import { count } from '../domain/report/words';
import { compareEvents } from './compare-events';
import type { Baselines } from '../domain/changes/baselines';
import type { ComparedList } from '../domain/changes/compared-list';
import { checkOrderTravels } from '../packing/payload-size';
import { runPinned } from './pinned-service';
import type { CollectorParts } from './service-parts';

/**
 * Compares the list with what was delivered: what was added, changed, removed, and which rows are duplicates, which
 * `withoutDuplicates` leaves out when the list is sent. Pure computing.
 *
 * `list`: its marks, or a table that is small. `tableBytes`: what the rows take of the payload in which they are sent.
 */
export function createDedupe(parts: CollectorParts) {
  return function dedupe(
    pinned: PinnedService,
    list: Uint8Array | TravellingList,
    baselines: Baselines,
    tableBytes?: number,
  ): Promise<ComparedList> {
    return runPinned(
      parts,
      pinned,
      () => undefined,
      (service) => {
        const plan = dedupeList(marksOf(list), baselines, service.source.list);
        const changes = service.outputs.map(({ output }) => plan.lagging[output.name] ?? plan.changes);
        // A run that an older version has begun says nothing of the size; its list was let through by the rules of
        // then.
        if (!parts.externalStorage && tableBytes !== undefined)
          checkOrderTravels(tableBytes, plan.rows, { duplicates: plan.duplicates, changes });
        return Promise.resolve(plan);
      },
    );
  };
}

function marksOf(list: Uint8Array | TravellingList): Ledger {
  return list instanceof Uint8Array ? readLedger(list) : markRows(unpackList(list));
}

/** The comparison itself. */
export function dedupeList(
  marks: Ledger,
  baselines: Baselines,
  { looksRestricted }: Pick<ListDescription, 'looksRestricted'>,
): ComparedList {
  const list = indexList(marks);
  const delivered = unpackLedger(baselines.list);
  const { changes, missing } = compareList(list, delivered);
  if (list.duplicates.length > 0)
    log.warn(`${count(list.duplicates.length)} rows repeat the CVE id of an earlier one and are filtered out`);
  return {
    rows: list.byKey.size,
    duplicates: list.duplicates,
    changes,
    ...compareOutputs(list, delivered, changes, baselines),
    missing,
    of: delivered.keys.length,
    restricted: looksRestricted([...list.byKey.keys()]),
    named: namedKeys(marks.keys, changes),
    ledger: packLedger(ledgerOf(list)),
  };
}

/** The keys that a message names. */
function namedKeys(keys: readonly string[], { added, changed, removed }: ListChanges): NamedKeys {
  const first = (indexes: readonly number[]): string[] =>
    indexes.slice(0, NAMED_KEYS).map((index) => keys[index] ?? '');
  return { added: first(added), changed: first(changed), removed: removed.slice(0, NAMED_KEYS) };
}

/** The list against what those outputs hold of which the delivered list does not say all. */
function compareOutputs(
  list: IndexedList,
  delivered: Ledger,
  changes: ListChanges,
  { outputs, events = {} }: Baselines,
): Pick<ComparedList, 'lagging' | 'tried' | 'settled'> {
  const lagging: Record<string, ListChanges> = {};
  const tried: Record<string, PackedKeys> = {};
  const settled: Record<string, PackedKeys> = {};
  for (const name of new Set([...Object.keys(outputs), ...Object.keys(events)])) {
    const own = outputs[name];
    const held = own === undefined ? delivered : unpackLedger(own);
    const differing = own === undefined ? changes : compareList(list, held).changes;
    if (own !== undefined) lagging[name] = differing;
    const event = events[name];
    if (event === undefined) continue;
    const compared = compareEvents(list, held, differing, event);
    if (compared.changes !== differing) lagging[name] = compared.changes;
    tried[name] = compared.tried;
    if (compared.settled !== undefined) settled[name] = compared.settled;
  }
  return { lagging, tried, settled };
}
