import { jest, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SEARCH_ATTRIBUTES } from '../../../domain/report/search-attributes';
import { CollectorError } from '../../../errors/collector-error';
import { historyToJSON } from '../histories-as-json';
import { withoutMachine } from '../without-machine';
import { ListAtHand } from './stage/list-at-hand';
import { LookupAtHand } from './stage/lookup-at-hand';
import { RunningCollector } from './stage/running-collector';
import { registerAll } from './stage/search-attributes';

jest.setTimeout(60_000);

const FOLDER = join(__dirname, '..', 'histories');

async function record(running: RunningCollector, kind: string): Promise<void> {
  const runId = await running.runId();
  await running.pull().catch(() => undefined);
  await running.endOf(runId);
  const history = await running.reader.client.workflow.getHandle(running.workflowId, runId).fetchHistory();
  writeFileSync(join(FOLDER, `${kind}.json`), `${withoutMachine(historyToJSON(history))}\n`);
}

/** See `test/engine/replay.test.ts`, which replays them. */
(process.env['RECORD_HISTORIES'] ? test : test.skip)(
  'the histories of pulls that Temporal lists by their outcome are recorded anew',
  async () => {
    const source = new ListAtHand(Array.from({ length: 5 }, (_, index) => [`CVE-2024-${index}`, `product ${index}`]));
    const lookup = new LookupAtHand();
    const collector = await RunningCollector.start(source, [lookup], { searchAttributes: SEARCH_ATTRIBUTES });
    try {
      await registerAll(collector.reader.client);
      await collector.startChain();
      await record(collector, 'listed');
      lookup.inspectFailure = new CollectorError('devo_unauthorized', { seen: 'HTTP 401' });
      await record(collector, 'failed-setup');
    } finally {
      await collector.stop();
    }
  },
);
