import type { EnabledService } from '../../config/enabled-services';
import type { Measured, Measurement } from '../measurement';
import { atLeast, megabytes, seconds, thousands, told } from '../report/goals';
import { peakBytes } from '../stage/process-cost';
import { openStage, type Stage } from '../stage/stage';

const ROWS = 300_000;

/** A list far too large for a payload, end to end on a real worker: first in full, then one row in ten changed. */
export const externalStorage: Measurement = {
  section: 'external',
  async run(bench) {
    const stage = await openStage(bench, {
      name: 'external',
      rows: ROWS,
      list: 'moving',
      services: 1,
      periodSeconds: 86_400,
      mode: 'auto',
      externalStorage: true,
    });
    try {
      const [service] = stage.services;
      if (!service) throw new Error('there is no service');
      await stage.startChain(service);
      const first = await delivered(
        stage,
        service,
        `${thousands(ROWS)} rows through External Storage: rows delivered`,
        ROWS,
      );
      const second = await delivered(
        stage,
        service,
        'the same list with every tenth row changed: rows delivered',
        ROWS / 10,
      );
      return [first, second, told("of which the worker's peak memory", megabytes(peakBytes(stage.workerPid)))];
    } finally {
      await stage.close();
    }
  },
};

async function delivered(stage: Stage, service: EnabledService, name: string, rows: number): Promise<Measured> {
  const startedAt = performance.now();
  const { sent } = await stage.pull(service);
  return atLeast({
    name,
    value: sent,
    limit: rows,
    words: thousands,
    details: seconds((performance.now() - startedAt) / 1000),
  });
}
