import { log } from '@temporalio/activity';
import type { ListDescription } from '../domain/list/list-description';
import type { ListOrigin } from '../domain/list/list-origin';
import { ledgerBytes } from '../packing/ledger';
import { type RowCollector, rowCount } from '../domain/list/list';
import type { PinnedService } from '../domain/pull-settings';
import { count, shortDigest } from '../domain/report/words';
import { redactedReport } from './boundary';
import { boundedCalls } from './bounded-calls';
import { FILLED_RULE } from '../domain/list/filled-cells';
import { FilledCounter } from './filled-counter';
import type { FetchedList, FetchNumbers } from '../domain/list/fetched-list';
import { createListPacker, type ListPacker } from '../packing/list';
import { checkListTravels, tableBytes } from '../packing/payload-size';
import { runPinned } from './pinned-service';
import type { CollectorParts } from './service-parts';
import { stepSignal } from './attempt/step-signal';

/**
 * Downloads the list, checks that it is the list, normalises its rows and makes its digest. When that is the known one,
 * nothing more is said and no rows travel.
 *
 * `ledgers`: characters of the packed ledgers that `dedupe` gets beside the marks. `origin`: of the known list.
 */
export function createFetchCewl(parts: CollectorParts) {
  return function fetchCewl(
    pinned: PinnedService,
    known: string | null,
    ledgers = 0,
    origin?: ListOrigin,
  ): Promise<FetchedList> {
    return runPinned(
      parts,
      pinned,
      () => undefined,
      async ({ source, judgeColumns }) => {
        log.info(`Started getting the list from ${source.list.publisher}`);
        // Passed on as it is to the source; CTCI's is `createCtciSource`.
        const answer = await boundedCalls(parts).fetchList(source, { digest: known, origin }, stepSignal(), () =>
          createListCollector(source.list),
        );
        const { digest, received, without_key, requests, bytes, origin: found } = answer;
        if (without_key > 0)
          log.warn(`${count(without_key)} of ${count(received)} rows have no CVE id and are left out`);
        if ('unchanged' in answer) {
          log.info(`The list has not changed: ${count(received)} rows, digest ${shortDigest(digest)}`);
          return answer;
        }
        const numbers: FetchNumbers = {
          digest,
          received,
          without_key,
          requests,
          bytes,
          ...(found && { origin: found }),
        };
        for (const warning of answer.warnings) log.warn(warning);
        const { packer, counter } = answer.collector;
        const table = await packer.finish(answer.layout);
        // Keys and fingerprints, packed: `dedupe` gets these in place of the rows.
        const marks = 'packed' in table ? ledgerBytes(answer) : null;
        const refusal = rowCount(table) > 0 ? judgeColumns?.(table.columns) : null;
        if (!parts.externalStorage) checkListTravels(table, marks, ledgers);
        return {
          unchanged: false,
          ...numbers,
          table,
          marks,
          table_bytes: tableBytes(table),
          filled: counter.counted(answer.layout),
          filled_rule: FILLED_RULE,
          ...(refusal && { refusal: redactedReport(refusal, parts.redact) }),
        };
      },
    );
  };
}

interface ListCollector extends RowCollector {
  readonly packer: ListPacker;
  readonly counter: FilledCounter;
}

function createListCollector(list: ListDescription): ListCollector {
  const packer = createListPacker();
  const counter = new FilledCounter(list);
  return {
    packer,
    counter,
    add(rows) {
      counter.add(rows);
      return packer.add(rows);
    },
  };
}
