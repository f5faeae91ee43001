import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Bench, Measured, Measurement } from '../measurement';
import { listBody, realRows } from '../peers/real-rows';
import { atMost, megabytes, seconds, times } from '../report/goals';
import { median } from '../report/median';
import { peakBytes } from '../stage/process-cost';
import { Program } from '../stage/program';
import { openStage } from '../stage/stage';

const ROWS = 200_000;
const ROUNDS = 3;
const MEMORY_LIMIT_BYTES = 600_000_000;
const PLAIN_SCRIPT = 'plain script: parse, zod, hash, CSV';

const plainSchema = z.object({ times: z.array(z.number()), peak: z.number() });

interface Cost {
  readonly ms: number;
  readonly peak: number;
}

/**
 * A list of 200,000 whole rows, all of them news, on a real worker with External Storage: from the request for a pull
 * to its report.
 */
export const largeList: Measurement = {
  section: 'large',
  async run(bench) {
    const folder = join(bench.folder, 'large');
    mkdirSync(folder, { recursive: true });
    try {
      return await measureTurns(bench, folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function measureTurns(bench: Bench, folder: string): Promise<readonly Measured[]> {
  const bodyFile = join(folder, 'list.json');
  writeFileSync(bodyFile, listBody(realRows(ROWS)));
  const ours: Cost[] = [];
  const plains: Cost[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await ownPull(bench, `large-${round}`));
    plains.push(await plainScript(bodyFile, join(folder, 'list.csv')));
    bench.say(
      `large: ${seconds((ours.at(-1)?.ms ?? 0) / 1000)}, plain script ${seconds((plains.at(-1)?.ms ?? 0) / 1000)}`,
    );
  }
  const ratio = median(ours.map(({ ms }, round) => ms / (plains[round]?.ms ?? NaN)));
  const middle = (costs: readonly Cost[]): string => seconds(median(costs.map(({ ms }) => ms)) / 1000);
  const what = '200,000 rows, changed, a real worker with External Storage';
  return [
    atMost({
      name: `${what}: time`,
      against: PLAIN_SCRIPT,
      value: ratio,
      limit: 1,
      words: times,
      details: `${middle(ours)} against ${middle(plains)}`,
    }),
    atMost({
      name: `${what}: peak memory`,
      value: Math.max(...ours.map(({ peak }) => peak)),
      limit: MEMORY_LIMIT_BYTES,
      words: megabytes,
      details: `plain script ${megabytes(median(plains.map(({ peak }) => peak)))}`,
    }),
  ];
}

/** On a fresh worker each time: it meets such a list once in a while, not again and again. */
async function ownPull(bench: Bench, name: string): Promise<Cost> {
  const stage = await openStage(bench, {
    name,
    rows: ROWS,
    list: 'still',
    services: 1,
    periodSeconds: 86_400,
    mode: 'full',
    externalStorage: true,
  });
  try {
    const [service] = stage.services;
    if (!service) throw new Error('there is no service');
    await stage.startChain(service);
    const startedAt = performance.now();
    const { sent } = await stage.pull(service);
    const ms = performance.now() - startedAt;
    if (sent !== ROWS) throw new Error(`${sent} rows were delivered`);
    return { ms, peak: peakBytes(stage.workerPid) };
  } finally {
    await stage.close();
  }
}

async function plainScript(bodyFile: string, csvFile: string): Promise<Cost> {
  const program = await Program.start('plain-script');
  try {
    const {
      times: [ms],
      peak,
    } = await program.ask({ bodyFile, csvFile, rounds: 1 }, plainSchema);
    if (ms === undefined) throw new Error('the plain script did nothing');
    return { ms, peak };
  } finally {
    await program.stop();
  }
}
