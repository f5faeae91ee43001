import { log } from '@temporalio/activity';
import { compareList, indexList, type IndexedList } from '../domain/compare-list';
import { unpackLedger } from '../domain/ledger';
import type { ListChanges, ListTable } from '../domain/list-table';
import type { PinnedService } from '../domain/pull-settings';
import { looksRestricted } from '../domain/restricted-list';
import { rowFingerprint } from '../domain/row-digest';
import { count } from '../domain/words';
import type { Baselines, DedupedList } from './interface';
import { checkOrderTravels } from './payload-size';
import { runPinned } from './pinned-service';
import type { CollectorParts } from './service-parts';

/** Compares the list with what was delivered: added, changed, removed, duplicates filtered. Pure computing. */
export function createDedupe(parts: CollectorParts) {
  return function dedupe(pinned: PinnedService, table: ListTable, baselines: Baselines): Promise<DedupedList> {
    return runPinned(parts, pinned, () => undefined, (service) => {
      const plan = dedupeList(table, baselines);
      const changes = service.outputs.map(({ output }) => plan.lagging[output.name] ?? plan.changes);
      if (!parts.externalStorage) checkOrderTravels(table, { duplicates: plan.duplicates, changes });
      return Promise.resolve(plan);
    });
  };
}

/** The comparison itself. */
export function dedupeList(table: ListTable, baselines: Baselines): DedupedList {
  const list = indexList(table, (row) => rowFingerprint(table.columns, row));
  const delivered = unpackLedger(baselines.list);
  const { changes, missing } = compareList(table, list, delivered);
  if (list.duplicates.length > 0) log.warn(`${count(list.duplicates.length)} rows repeat the CVE id of an earlier one and are filtered out`);
  return {
    rows: list.byKey.size,
    duplicates: list.duplicates,
    changes,
    lagging: compareLagging(table, list, baselines),
    missing,
    of: delivered.keys.length,
    restricted: looksRestricted([...list.byKey.keys()]),
    ledger: list.ledger,
  };
}

function compareLagging(table: ListTable, list: IndexedList, baselines: Baselines): Record<string, ListChanges> {
  const lagging: Record<string, ListChanges> = {};
  for (const [name, ledger] of Object.entries(baselines.outputs)) {
    lagging[name] = compareList(table, list, unpackLedger(ledger)).changes;
  }
  return lagging;
}
