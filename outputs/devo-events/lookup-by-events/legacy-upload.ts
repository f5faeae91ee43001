import { KEY_COLUMN, pickRows, type ListInTurn } from '../../../domain/list/list';
import { recasedKeys } from '../../../domain/ledger/recased-keys';
import { wellFormedText } from '../../../domain/list/well-formed-text';
import { lookupColumns, rowsInColumns } from '../../lookup-columns';
import type { Delivery } from '../../output';
import { legacyHeaders, legacyRow } from './legacy-row';

/** What one upload says, in this order: START, rows, deletions, END. All of them start with the upload's id. */
export interface LegacyUpload {
  /** `FULL` replaces the lookup, `INC` changes it by key. */
  readonly action: 'FULL' | 'INC';
  readonly columns: readonly string[];
  readonly count: number;
  readonly start: string;
  readonly end: string;
  rows(): Generator<string>;
  deletions(): Generator<string>;
}

/**
 * Plans an upload. Changes become `INC`, unless the columns differ from those that the lookup has, since only a whole
 * upload declares columns anew, or a key changes its spelling, since a deletion by the old one could take the new row
 * (decision 022).
 *
 * @param uploadId id of the upload, with which every message starts
 */
export function planUpload(
  delivery: Delivery,
  obfuscate: (table: ListInTurn) => ListInTurn,
  uploadId: string,
): LegacyUpload {
  const { knownColumns, table, changes } = delivery;
  const columns = lookupColumns(knownColumns, table);
  const key = columns.indexOf(KEY_COLUMN);
  const sameColumns = knownColumns.length === columns.length;
  const sameKeys = recasedKeys(table, changes).size === 0;
  const action = delivery.kind === 'changes' && sameColumns && sameKeys ? 'INC' : 'FULL';
  const chosen = obfuscate(action === 'FULL' ? table : pickRows(table, [...changes.added, ...changes.changed]));
  const removed = action === 'FULL' ? [] : changes.removed;
  const headers = legacyHeaders(columns, key);

  return {
    action,
    columns,
    count: chosen.rows.length + removed.length,
    start: `${uploadId}|START|${headers}`,
    end: `${uploadId}|END|${headers}`,
    *rows() {
      for (const row of rowsInColumns(chosen, columns)) yield wellFormedText(`${uploadId}|${legacyRow(row, key)}`);
    },
    *deletions() {
      for (const cve of removed)
        yield wellFormedText(
          `${uploadId}|${legacyRow(
            columns.map((_, index) => (index === key ? cve : '')),
            key,
          )}`,
        );
    },
  };
}

/** Id of an upload as the SDK makes it: seconds since 1970 with their fraction, then the lookup's name. */
export function uploadId(epochMs: number, lookupName: string): string {
  const seconds = epochMs / 1000;
  return `${Number.isInteger(seconds) ? `${seconds}.0` : seconds}_${lookupName}`;
}
