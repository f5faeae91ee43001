import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Bench, Measured, Measurement } from '../measurement';
import { leanRows, listBody, realRows } from '../peers/real-rows';
import { atMost, megabytes, seconds, times } from '../report/goals';
import { median } from '../report/median';
import { startPeers, type Peers } from '../stage/peers';
import { peakBytes } from '../stage/process-cost';
import { Program } from '../stage/program';
import { openStage } from '../stage/stage';

const ROWS = 200_000;
const ROUNDS = 3;
const MEMORY_LIMIT_BYTES = 600_000_000;
const PLAIN_SCRIPT = 'plain script: parse, zod, hash, CSV';

const ownSchema = z.object({ ms: z.number(), fetchedMs: z.number(), dedupedMs: z.number(), peak: z.number(), rows: z.number(), csvBytes: z.number() });
const plainSchema = z.object({ times: z.array(z.number()), peak: z.number() });

interface Cost {
  readonly ms: number;
  readonly peak: number;
}

/**
 * A list of 200,000 rows, changed: time and memory. Whole rows in one process, since they are twice what the worker
 * takes in an answer; and rows of half the size through a real worker, with External Storage.
 */
export const largeList: Measurement = {
  section: 'large',
  async run(bench) {
    const folder = join(bench.folder, 'large');
    mkdirSync(folder, { recursive: true });
    try {
      return [...(await wholeRows(bench, folder)), ...(await throughWorker(bench, folder))];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function wholeRows(bench: Bench, folder: string): Promise<readonly Measured[]> {
  const bodyFile = join(folder, 'list.json');
  writeFileSync(bodyFile, listBody(realRows(ROWS)));
  const ours: z.output<typeof ownSchema>[] = [];
  const plains: Cost[] = [];
  const peers = await startPeers(ROWS, 'still');
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await ownPull(peers));
      plains.push(await plainScript(bodyFile, join(folder, 'list.csv')));
      bench.say(`large: ${seconds((ours.at(-1)?.ms ?? 0) / 1000)}, plain script ${seconds((plains.at(-1)?.ms ?? 0) / 1000)}`);
    }
  } finally {
    await peers.stop();
  }
  const wrong = ours.find(({ rows }) => rows !== ROWS);
  if (wrong) throw new Error(`${wrong.rows} rows were delivered`);
  const middle = (pick: (pull: (typeof ours)[number]) => number): number => median(ours.map(pick));
  const ratio = median(ours.map(({ ms }, round) => ms / (plains[round]?.ms ?? NaN)));
  const what = '200,000 rows, changed, without Temporal';
  const parts = `${seconds(middle(({ fetchedMs }) => fetchedMs) / 1000)} to have the list, ${seconds(middle(({ ms, dedupedMs }) => ms - dedupedMs) / 1000)} to deliver it`;
  return [
    atMost({ name: `${what}: time, with HTTP and gzip`, against: PLAIN_SCRIPT, value: ratio, limit: 1, words: times, details: `${seconds(middle(({ ms }) => ms) / 1000)} against ${seconds(median(plains.map(({ ms }) => ms)) / 1000)}; ${parts}` }),
    atMost({ name: `${what}: peak memory of the process`, value: Math.max(...ours.map(({ peak }) => peak)), limit: MEMORY_LIMIT_BYTES, words: megabytes, details: `plain script ${megabytes(median(plains.map(({ peak }) => peak)))}` }),
  ];
}

/** The largest answer that the worker takes, by Temporal and External Storage: what each step hands on is packed, stored, read and unpacked. */
async function throughWorker(bench: Bench, folder: string): Promise<readonly Measured[]> {
  const bodyFile = join(folder, 'lean.json');
  writeFileSync(bodyFile, listBody(leanRows(realRows(ROWS))));
  const plain = await plainScript(bodyFile, join(folder, 'lean.csv'));
  const stage = await openStage(bench, { name: 'large-worker', rows: ROWS, list: 'lean', services: 1, periodSeconds: 86_400, mode: 'full', externalStorage: true });
  try {
    const [service] = stage.services;
    if (!service) throw new Error('there is no service');
    await stage.startChain(service);
    const startedAt = performance.now();
    const { sent } = await stage.pull(service);
    const took = performance.now() - startedAt;
    if (sent !== ROWS) throw new Error(`${sent} rows were delivered`);
    const what = '200,000 rows of half the size, a real worker with External Storage';
    return [
      atMost({ name: `${what}: time`, against: PLAIN_SCRIPT, value: took / plain.ms, limit: 1, words: times, details: `${seconds(took / 1000)} against ${seconds(plain.ms / 1000)}` }),
      atMost({ name: `${what}: peak memory`, value: peakBytes(stage.workerPid), limit: MEMORY_LIMIT_BYTES, words: megabytes, details: `plain script ${megabytes(plain.peak)}` }),
    ];
  } finally {
    await stage.close();
  }
}

/** In a fresh process each time: a worker meets such a list once in a while, not again and again. */
async function ownPull(peers: Peers): Promise<z.output<typeof ownSchema>> {
  const program = await Program.start('large-pull');
  try {
    return await program.ask({ url: peers.url, lookupApiUrl: peers.lookupApiUrl }, ownSchema);
  } finally {
    await program.stop();
  }
}

async function plainScript(bodyFile: string, csvFile: string): Promise<Cost> {
  const program = await Program.start('plain-script');
  try {
    const { times: [ms], peak } = await program.ask({ bodyFile, csvFile, rounds: 1 }, plainSchema);
    if (ms === undefined) throw new Error('the plain script did nothing');
    return { ms, peak };
  } finally {
    await program.stop();
  }
}
