import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WorkflowIdConflictPolicy } from '@temporalio/client';
import { pullNow } from '../../client/chain/pull-now';
import { collectorFolder, openCollector } from '../../client/open-collector';
import { startChild } from '../../client/up/child-program';
import { startChain } from '../../client/work/start';
import type { PullReport } from '../../domain/report/pull-report';
import { startDevServer } from '../../engine/server/dev-server';
import type { Bench } from '../measurement';
import { BENCH_CLIENT_ID } from '../peers/light-threatquotient';
import { endWithThisProcess } from './end-with-this-process';

const WORKER = join(__dirname, '..', '..', 'worker', 'main.js');
const WORKER_READY_MS = 60_000;
const PULL_LIMIT_MS = 600_000;

export interface EventsStageOptions {
  readonly name: string;
  /** Address of ThreatQ. */
  readonly url: string;
  readonly credentials: Readonly<Record<string, string>>;
  /** Of the sink on this machine, with the certificate files of the sender. */
  readonly port: number;
  readonly files: { readonly chain: string; readonly cert: string; readonly key: string };
  readonly periodSeconds: number;
  readonly pageSize: number;
}

/** A Temporal dev server and a worker with one service of events, each in a process of its own. */
export interface EventsStage {
  readonly workerPid: number;
  /** The folder of the engine's database. */
  readonly engineFolder: string;
  /** Starts the cron, without a pull. */
  startChain(): Promise<void>;
  /** Pulls now. Throws when the pull failed. */
  pull(): Promise<PullReport>;
  close(): Promise<void>;
}

export async function openEventsStage(bench: Bench, options: EventsStageOptions): Promise<EventsStage> {
  const folder = join(bench.folder, options.name);
  const config = writeConfig(folder, options);
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
  const [service] = collector.services;
  if (service === undefined || worker.child.pid === undefined) throw new Error('the service of events did not start');
  return {
    workerPid: worker.child.pid,
    engineFolder: collectorFolder(config),
    startChain: async () => {
      await startChain(collector, service, null, WorkflowIdConflictPolicy.FAIL);
    },
    async pull() {
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

function writeConfig(
  folder: string,
  { url, credentials, port, files, periodSeconds, pageSize }: EventsStageOptions,
): string {
  const config = {
    globals: { id: '1', name: 'bench' },
    inputs: {
      threatquotient_data_puller: {
        api_base_url: url,
        credentials: { client_id: BENCH_CLIENT_ID, ...credentials },
        services: {
          events: {
            request_period_in_seconds: periodSeconds,
            event_fetch_limit_in_items: pageSize,
            outputs: ['devo'],
          },
        },
      },
    },
    outputs: { devo: { type: 'devo_platform', config: { address: 'localhost', port, ...files } } },
  };
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'config.yaml');
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}
