import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PullReport } from '../../domain/report/pull-report';
import type { Bench } from '../measurement';
import { BENCH_CLIENT_ID } from '../peers/light-threatquotient';
import { openCollectorStage } from './collector-stage';

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
  /** Of the engine. */
  readonly address: string;
  /** Starts the cron, without a pull. */
  startChain(): Promise<void>;
  /** Pulls now. Throws when the pull failed. */
  pull(): Promise<PullReport>;
  close(): Promise<void>;
}

export async function openEventsStage(bench: Bench, options: EventsStageOptions): Promise<EventsStage> {
  const folder = join(bench.folder, options.name);
  const stage = await openCollectorStage(bench, folder, writeConfig(folder, options));
  const [service] = stage.services;
  if (service === undefined) throw new Error('the service of events did not start');
  return {
    workerPid: stage.workerPid,
    engineFolder: stage.engineFolder,
    address: stage.collector.target.address,
    startChain: () => stage.startChain(service),
    pull: () => stage.pull(service),
    close: () => stage.close(),
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
