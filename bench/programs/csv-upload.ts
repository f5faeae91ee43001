import { z } from 'zod';
import { createListPacker, unpackedInTurn } from '../../packing/list';
import type { ListInTurn } from '../../domain/list/list';
import { createDevoLookupOutput } from '../../outputs/devo-lookup/create-devo-lookup-output';
import { CEWL } from '../../sources/ctci/cewl-list';
import { createTableBuilder } from '../../sources/json-rows/table-builder';
import { realRowsInTurn } from '../peers/real-rows';
import { DOMAIN } from '../stage/collector-config';
import { forgetPeak, peakBytes, residentBytes } from '../stage/process-cost';
import { answerMessages } from './answering';

const messageSchema = z.object({ lookupApiUrl: z.string(), rows: z.number() });
const NEVER = new AbortController().signal;

/**
 * Delivers a list to a lookup as a worker has it, packed. Answers with the memory of the process before and at its
 * most.
 */
answerMessages(async (message) => {
  const { lookupApiUrl, rows } = messageSchema.parse(message);
  const table = await packedTable(rows);
  globalThis.gc?.(); // what making the rows has left
  forgetPeak();
  const before = residentBytes(process.pid);
  const output = createDevoLookupOutput({
    name: 'lookup',
    url: lookupApiUrl,
    domain: DOMAIN,
    token: 'bench-devo-token',
    lookupName: 'BENCH_CSV',
    mode: 'full',
    settingsPath: 'outputs.lookup.config',
  });
  const { bytes } = await output.deliver(
    {
      kind: 'everything',
      table,
      changes: { added: [], changed: [], removed: [] },
      knownColumns: [],
      knownJob: null,
      digest: 'bench',
      pullingId: 1,
    },
    { last: undefined, save: () => undefined },
    NEVER,
  );
  output.close();
  return { csvBytes: bytes, before, peak: peakBytes(process.pid) };
});

async function packedTable(rows: number): Promise<ListInTurn> {
  const builder = createTableBuilder(CEWL, false);
  const packer = createListPacker();
  for (const row of realRowsInTurn(rows)) {
    builder.add(row);
    if (builder.waiting >= 2_000) await packer.add(builder.take());
  }
  await packer.add(builder.take());
  return unpackedInTurn(await packer.finish(builder.finish().layout));
}
