import { z } from 'zod';
import type { ListKind } from '../peers/served-list';
import { Program } from './program';

const counted = z.object({
  url: z.string(),
  downloads: z.number(),
  deploys: z.number(),
  lastBytes: z.number(),
  lastAt: z.number(),
});

export type PeerCounts = z.output<typeof counted>;

/** CTCI and Devo in a process of their own. */
export interface Peers {
  /** Both are found there. */
  readonly url: string;
  readonly lookupApiUrl: string;
  count(): Promise<PeerCounts>;
  stop(): Promise<void>;
}

export async function startPeers(rows: number, kind: ListKind): Promise<Peers> {
  const program = await Program.start('peers');
  const { url } = await program.ask({ rows, kind }, counted);
  return {
    url,
    lookupApiUrl: `${url}/lookup-api`,
    count: () => program.ask({ count: true }, counted),
    stop: () => program.stop(),
  };
}
