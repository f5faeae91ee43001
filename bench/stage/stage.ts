import { join } from 'node:path';
import type { Bench } from '../measurement';
import type { ListKind } from '../peers/served-list';
import { writeConfig, type ConfigOptions } from './collector-config';
import { openCollectorStage, type CollectorStage } from './collector-stage';
import { startPeers, type Peers } from './peers';

export interface StageOptions extends ConfigOptions {
  readonly name: string;
  readonly rows: number;
  readonly list: ListKind;
}

/**
 * Everything that a pull needs, each in a process of its own: peers, Temporal dev server, worker. This process asks.
 */
export interface Stage extends CollectorStage {
  readonly peers: Peers;
}

export async function openStage(bench: Bench, options: StageOptions): Promise<Stage> {
  const folder = join(bench.folder, options.name);
  const peers = await startPeers(options.rows, options.list);
  const stage = await openCollectorStage(bench, folder, writeConfig(folder, peers, options));
  return {
    ...stage,
    peers,
    async close() {
      await stage.close();
      await peers.stop();
    },
  };
}
