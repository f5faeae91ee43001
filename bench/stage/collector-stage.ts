import { join } from 'node:path';
import { WorkflowIdConflictPolicy } from '@temporalio/client';
import { pullNow } from '../../client/chain/pull-now';
import { collectorFolder, openCollector, type Collector } from '../../client/open-collector';
import { startWorker } from '../../client/up/start-worker';
import { startChain } from '../../client/work/setting-up/start';
import type { EnabledService } from '../../config/enabled-services';
import type { PullReport } from '../../domain/report/pull-report';
import { startDevServer } from '../../engine/server/dev-server';
import type { Bench } from '../measurement';
import { endWithThisProcess } from './end-with-this-process';

const WORKER_READY_MS = 60_000;
const PULL_LIMIT_MS = 600_000;

/** A Temporal dev server and a worker, each in a process of its own. This process asks. */
export interface CollectorStage {
  readonly collector: Collector;
  readonly services: readonly EnabledService[];
  readonly workerPid: number;
  readonly enginePid: number;
  /** The folder of the engine's database. */
  readonly engineFolder: string;
  /** Starts the cron of a service, without a pull. */
  startChain(service: EnabledService): Promise<void>;
  /** Pulls now. Throws when the pull failed. */
  pull(service: EnabledService): Promise<PullReport>;
  close(): Promise<void>;
}

/** @param config the configuration file, in the folder of the stage */
export async function openCollectorStage(bench: Bench, folder: string, config: string): Promise<CollectorStage> {
  const engineFolder = collectorFolder(config);
  const engine = await startDevServer({
    cliPath: bench.cliPath,
    folder: engineFolder,
    port: { port: 0 },
    uiPort: null,
    log: () => undefined,
  });
  const forget = endWithThisProcess(engine.pid);
  const worker = await startWorker({
    args: ['--config', config, '--folder', engineFolder],
    logFile: join(folder, 'worker.log'),
    readyWithinMs: WORKER_READY_MS,
  });
  const collector = await openCollector({ config, json: false }, process.env);
  if (worker.child.pid === undefined) throw new Error('the worker has no process');

  return {
    collector,
    services: collector.services,
    workerPid: worker.child.pid,
    enginePid: engine.pid,
    engineFolder,
    async startChain(service) {
      await startChain(collector, service, null, WorkflowIdConflictPolicy.FAIL);
    },
    async pull(service) {
      const answer = await pullNow(collector.reader, service.workflowId, PULL_LIMIT_MS);
      if ('failed' in answer) throw new Error(`a pull failed: ${answer.failed.error.message}`);
      return answer.report;
    },
    async close() {
      await collector.close();
      await worker.stop();
      await engine.stop();
      forget();
    },
  };
}
