import { z } from 'zod';
import type { ListTable } from '../../domain/list-table';
import { createDevoLookupOutput } from '../../outputs/devo-lookup/create-devo-lookup-output';
import { createTableBuilder } from '../../sources/ctci/table-builder';
import { realRows } from '../peers/real-rows';
import { DOMAIN } from '../stage/collector-config';
import { forgetPeak, peakBytes, residentBytes } from '../stage/process-cost';
import { answerMessages } from './answering';

const messageSchema = z.object({ lookupApiUrl: z.string(), rows: z.number() });
const NEVER = new AbortController().signal;

/** Delivers a table to a lookup. Answers with the memory of the process before and at its most. */
answerMessages(async (message) => {
  const { lookupApiUrl, rows } = messageSchema.parse(message);
  const table = tableOf(rows);
  globalThis.gc?.(); // what making the rows has left
  forgetPeak();
  const before = residentBytes(process.pid);
  const output = createDevoLookupOutput({
    name: 'lookup', url: lookupApiUrl, domain: DOMAIN, token: 'bench-devo-token', lookupName: 'BENCH_CSV', mode: 'full', settingsPath: 'outputs.lookup.config',
  });
  const { bytes } = await output.deliver(
    { kind: 'everything', table, changes: { added: [], changed: [], removed: [] }, knownColumns: [], knownJob: null, digest: 'bench', pullingId: 1 },
    { last: undefined, save: () => undefined },
    NEVER,
  );
  output.close();
  return { csvBytes: bytes, before, peak: peakBytes(process.pid) };
});

function tableOf(rows: number): ListTable {
  const builder = createTableBuilder(false);
  for (const row of realRows(rows)) builder.add(row);
  const taken = builder.take();
  return { columns: builder.finish().layout.columns, rows: taken };
}
