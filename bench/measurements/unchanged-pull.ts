import { z } from 'zod';
import type { Bench, Measured, Measurement } from '../measurement';
import { atMost, milliseconds, times, told } from '../report/goals';
import { median } from '../report/median';
import { cpuMs } from '../stage/process-cost';
import { Program } from '../stage/program';
import { openStage, type Stage } from '../stage/stage';

const ROWS = 1_404; // the list of the day on which the goals were set
const ROUNDS = 5;
const PULLS = 40; // in a round
const WARMING_PULLS = 40;

/** A pull of a list that has not changed: what it costs the worker. */
export const unchangedPull: Measurement = {
  section: 'unchanged',
  async run(bench) {
    const stage = await openStage(bench, {
      name: 'unchanged',
      rows: ROWS,
      list: 'still',
      services: 1,
      periodSeconds: 3600,
      mode: 'auto',
    });
    const floor = await Program.start('floor');
    const bare = await Program.start('bare-worker');
    try {
      return await measureCost(bench, stage, floor, bare);
    } finally {
      await floor.stop();
      await bare.stop();
      await stage.close();
    }
  },
};

async function measureCost(bench: Bench, stage: Stage, floor: Program, bare: Program): Promise<readonly Measured[]> {
  const [service] = stage.services;
  if (!service) throw new Error('there is no service');
  const lookup = 'BENCH_LOOKUP_0';
  const ask = (rounds: number) => floor.ask({ url: stage.peers.url, lookup, rounds }, z.object({ digest: z.string() }));
  const { taskQueue } = await bare.ask(
    { address: stage.collector.target.address },
    z.object({ taskQueue: z.string() }),
  );
  const runBare = (count: number) => bareRuns(stage, taskQueue, count);
  await runBare(WARMING_PULLS);
  await stage.startChain(service);
  await pullTimes(stage, WARMING_PULLS);
  await ask(WARMING_PULLS);

  const ours: number[] = [];
  const floors: number[] = [];
  const bares: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push((await costOf(stage.workerPid, () => pullTimes(stage, PULLS))) / PULLS);
    floors.push((await costOf(floor.pid, () => ask(PULLS))) / PULLS);
    bares.push((await costOf(bare.pid, () => runBare(PULLS))) / PULLS);
    bench.say(
      `unchanged: worker ${milliseconds(ours.at(-1) ?? 0)}, floor ` +
        `${milliseconds(floors.at(-1) ?? 0)}, bare SDK ${milliseconds(bares.at(-1) ?? 0)}`,
    );
  }
  const ratio = median(ours.map((ms, round) => ms / (floors[round] ?? NaN)));
  const details = `${milliseconds(median(ours))} against ${milliseconds(median(floors))} of CPU`;
  return [
    atMost({
      name: `unchanged pull, ${ROWS} rows: worker CPU`,
      against: 'the same GETs and SHA-256',
      value: ratio,
      limit: 2,
      words: times,
      details,
    }),
    told(
      'the same worker without a pull: a workflow with two empty activities, bare SDK',
      `${milliseconds(median(bares))}, ${times(median(bares) / median(floors))}`,
      'the same GETs and SHA-256',
    ),
    told(
      'unchanged pull: worker CPU',
      times(median(ours.map((ms, round) => ms / ((floors[round] ?? NaN) + (bares[round] ?? NaN))))),
      'both together: what cannot be left out',
    ),
  ];
}

async function pullTimes(stage: Stage, count: number): Promise<void> {
  for (const service of stage.services) {
    for (let pull = 0; pull < count; pull += 1) await stage.pull(service);
  }
}

async function bareRuns(stage: Stage, taskQueue: string, count: number): Promise<void> {
  const { client } = stage.collector.reader;
  for (let run = 0; run < count; run += 1) await client.workflow.execute('bare', { taskQueue, workflowId: 'bare' });
}

async function costOf(pid: number, work: () => Promise<unknown>): Promise<number> {
  const before = cpuMs(pid);
  await work();
  return cpuMs(pid) - before;
}
