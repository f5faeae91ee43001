import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from './histories-as-json';
import { CollectorError } from '../../errors/collector-error';
import { RESET_SIGNAL } from '../../domain/message-names';
import { ListAtHand } from './pull/stage/list-at-hand';
import { LookupAtHand } from './pull/stage/lookup-at-hand';
import { RunningCollector } from './pull/stage/running-collector';
import { withoutMachine } from './without-machine';

/** Runs the real workflow once for each kind of pull, and writes its history to `<folder>/<kind>.json`. */
export async function recordHistories(folder: string): Promise<void> {
  const source = new ListAtHand(Array.from({ length: 5 }, (_, index) => [`CVE-2024-${index}`, `product ${index}`]));
  const second = new LookupAtHand('second');
  const collector = await RunningCollector.start(source, [new LookupAtHand('first'), second], {
    shrinkLimitPercent: 40,
  });
  const whole = source.rows;

  async function record(kind: string, pull: () => Promise<unknown>): Promise<void> {
    const runId = await collector.runId();
    await pull();
    await collector.endOf(runId);
    const history = await collector.reader.client.workflow.getHandle(collector.workflowId, runId).fetchHistory();
    writeFileSync(join(folder, `${kind}.json`), `${withoutMachine(historyToJSON(history))}\n`);
  }

  try {
    await collector.startChain();
    await record('first-delivery', () => collector.pull());
    await record('unchanged', () => collector.pull());
    await record('held', () => {
      source.rows = whole.slice(0, 2);
      return collector.pull();
    });
    await record('failed', async () => {
      source.failure = new CollectorError('ctci_unauthorized', { seen: 'HTTP 401' });
      await collector.pull().catch(() => undefined);
      source.failure = null;
    });
    await record('partial', async () => {
      source.rows = whole.slice(0, 4);
      second.failure = new CollectorError('devo_refused', { seen: 'HTTP 400' });
      await collector.pull();
      second.failure = null;
    });
    await record('reset-in-mid-run', async () => {
      const arrived = source.holdUp();
      const pulling = collector.pull();
      const letGo = await arrived;
      await collector.handle.signal(RESET_SIGNAL, 'v2');
      letGo();
      await pulling;
    });
  } finally {
    await collector.stop();
  }
}
