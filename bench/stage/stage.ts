import { join } from 'node:path';
import { WorkflowIdConflictPolicy } from '@temporalio/client';
import type { EnabledService } from '../../config/enabled-services';
import type { PullReport } from '../../domain/report/pull-report';
import { startDevServer } from '../../engine/server/dev-server';
import { pullNow } from '../../client/chain/pull-now';
import { collectorFolder, openCollector, type Collector } from '../../client/open-collector';
import { startChain } from '../../client/work/start';
import { startChild, type ChildProgram } from '../../client/up/child-program';
import type { Bench } from '../measurement';
import type { ListKind } from '../peers/served-list';
import { writeConfig, type ConfigOptions } from './collector-config';
import { endWithThisProcess } from './end-with-this-process';
import { startPeers, type Peers } from './peers';

const WORKER = join(__dirname, '..', '..', 'worker', 'main.js');
const WORKER_READY_MS = 60_000;
const PULL_LIMIT_MS = 600_000;

export interface StageOptions extends ConfigOptions {
  readonly name: string;
  readonly rows: number;
  readonly list: ListKind;
}

/**
 * Everything that a pull needs, each in a process of its own: peers, Temporal dev server, worker. This process asks.
 */
export interface Stage {
  readonly peers: Peers;
  readonly collector: Collector;
  readonly services: readonly EnabledService[];
  readonly workerPid: number;
  readonly enginePid: number;
  /** Starts the cron of a service, without a pull. */
  startChain(service: EnabledService): Promise<void>;
  /** Pulls now. Throws when the pull failed. */
  pull(service: EnabledService): Promise<PullReport>;
  close(): Promise<void>;
}

export async function openStage(bench: Bench, options: StageOptions): Promise<Stage> {
  const folder = join(bench.folder, options.name);
  const peers = await startPeers(options.rows, options.list);
  const config = writeConfig(folder, peers, options);
  const engine = await startDevServer({
    cliPath: bench.cliPath,
    folder: collectorFolder(config),
    port: { port: 0 },
    uiPort: null,
    log: () => undefined,
  });
  const forget = endWithThisProcess(engine.pid);
  const worker = await startChild(WORKER, {
    args: ['--config', config, '--folder', collectorFolder(config)],
    logFile: join(folder, 'worker.log'),
    readyWithinMs: WORKER_READY_MS,
  });
  const collector = await openCollector({ config, json: false }, process.env);

  return {
    peers,
    collector,
    services: collector.services,
    workerPid: pidOf(worker),
    enginePid: engine.pid,
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
      await peers.stop();
    },
  };
}

function pidOf({ child }: ChildProgram): number {
  if (child.pid === undefined) throw new Error('the worker has no process');
  return child.pid;
}
