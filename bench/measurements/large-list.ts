import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Measurement } from '../measurement';
import { listBody, realRows } from '../peers/real-rows';
import { atMost, megabytes, seconds, times, told } from '../report/goals';
import { median } from '../report/median';
import { startPeers, type Peers } from '../stage/peers';
import { Program } from '../stage/program';

const ROWS = 200_000;
const ROUNDS = 3;
const MEMORY_LIMIT_BYTES = 600_000_000;

const ownSchema = z.object({ ms: z.number(), fetchedMs: z.number(), dedupedMs: z.number(), peak: z.number(), rows: z.number(), csvBytes: z.number() });
const plainSchema = z.object({ times: z.array(z.number()), peak: z.number() });

/** A list of 200,000 rows, changed: time and memory of one process for source, comparison and output. */
export const largeList: Measurement = {
  section: 'large',
  async run(bench) {
    const folder = join(bench.folder, 'large');
    mkdirSync(folder, { recursive: true });
    const bodyFile = join(folder, 'list.json');
    writeFileSync(bodyFile, listBody(realRows(ROWS)));
    const peers = await startPeers(ROWS, 'still');
    const ours: z.output<typeof ownSchema>[] = [];
    const steps: number[] = [];
    const plains: { ms: number; peak: number }[] = [];
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        ours.push(await ownPull(peers));
        steps.push(await ownSteps(bodyFile));
        plains.push(await plainScript(bodyFile, join(folder, 'list.csv')));
        bench.say(`large: ${seconds((steps.at(-1) ?? 0) / 1000)}, with HTTP ${seconds((ours.at(-1)?.ms ?? 0) / 1000)}, plain script ${seconds((plains.at(-1)?.ms ?? 0) / 1000)}`);
      }
    } finally {
      await peers.stop();
      rmSync(folder, { recursive: true });
    }
    const wrong = ours.find(({ rows }) => rows !== ROWS);
    if (wrong) throw new Error(`${wrong.rows} rows were delivered`);
    const middle = (pick: (pull: (typeof ours)[number]) => number): number => median(ours.map(pick));
    const plainMs = median(plains.map(({ ms }) => ms));
    const ratio = median(steps.map((ms, round) => ms / (plains[round]?.ms ?? NaN)));
    const what = '200,000 rows, changed, without Temporal';
    const details = `${seconds(median(steps) / 1000)} against ${seconds(plainMs / 1000)}`;
    return [
      atMost({ name: `${what}: time of the steps`, against: 'plain script: parse, zod, hash, CSV', value: ratio, limit: 1, words: times, details }),
      atMost({ name: `${what}: peak memory of the process`, value: Math.max(...ours.map(({ peak }) => peak)), limit: MEMORY_LIMIT_BYTES, words: megabytes, details: `plain script ${megabytes(median(plains.map(({ peak }) => peak)))}` }),
      told('the same with HTTP and gzip at both ends', `${seconds(middle(({ ms }) => ms) / 1000)}, of which ${seconds(middle(({ fetchedMs }) => fetchedMs) / 1000)} to have the list, ${seconds(middle(({ ms, dedupedMs }) => ms - dedupedMs) / 1000)} to deliver it`),
    ];
  },
};

/** In a fresh process each time: a worker meets such a list once in a while, not again and again. */
async function ownPull(peers: Peers): Promise<z.output<typeof ownSchema>> {
  const program = await Program.start('large-pull');
  try {
    return await program.ask({ url: peers.url, lookupApiUrl: peers.lookupApiUrl }, ownSchema);
  } finally {
    await program.stop();
  }
}

/** The steps alone, from the same file as the plain script. */
async function ownSteps(bodyFile: string): Promise<number> {
  const program = await Program.start('own-steps');
  try {
    const { times: [ms] } = await program.ask({ bodyFile, rounds: 1 }, z.object({ times: z.array(z.number()) }));
    if (ms === undefined) throw new Error('the steps did nothing');
    return ms;
  } finally {
    await program.stop();
  }
}

async function plainScript(bodyFile: string, csvFile: string): Promise<{ ms: number; peak: number }> {
  const program = await Program.start('plain-script');
  try {
    const { times: [ms], peak } = await program.ask({ bodyFile, csvFile, rounds: 1 }, plainSchema);
    if (ms === undefined) throw new Error('the plain script did nothing');
    return { ms, peak };
  } finally {
    await program.stop();
  }
}
