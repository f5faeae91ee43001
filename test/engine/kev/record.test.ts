import { jest, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from '../histories-as-json';
import { ListAtHand } from '../pull/stage/list-at-hand';
import { LookupAtHand } from '../pull/stage/lookup-at-hand';
import { RunningCollector } from '../pull/stage/running-collector';
import { withoutMachine } from '../without-machine';

jest.setTimeout(60_000);

const FOLDER = join(__dirname, '..', 'histories');

/** See `test/engine/replay.test.ts`, which replays them. */
(process.env['RECORD_HISTORIES'] ? test : test.skip)('the histories of kevPull are recorded anew', async () => {
  const source = new ListAtHand(Array.from({ length: 5 }, (_, index) => [`CVE-2024-${index}`, `product ${index}`]));
  source.origin = {
    from: 'a1b2c3d4e5f60718',
    etag: '"3f2a"',
    edition: { version: '2025.01.24', released: '2025-01-24T15:00:02.6123Z' },
    received: 5,
    without_key: 0,
  };
  const collector = await RunningCollector.start(source, [new LookupAtHand()], { workflowType: 'kevPull' });
  try {
    await collector.startChain();
    for (const kind of ['kev-first-delivery', 'kev-unchanged']) {
      const runId = await collector.runId();
      await collector.pull();
      await collector.endOf(runId);
      const history = await collector.reader.client.workflow.getHandle(collector.workflowId, runId).fetchHistory();
      writeFileSync(join(FOLDER, `${kind}.json`), `${withoutMachine(historyToJSON(history))}\n`);
    }
  } finally {
    await collector.stop();
  }
});
