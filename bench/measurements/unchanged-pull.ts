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
    const stage = await openStage(bench, { name: 'unchanged', rows: ROWS, list: 'still', services: 1, periodSeconds: 3600, mode: 'auto' });
    const floor = await Program.start('floor');
    try {
      return await measureCost(bench, stage, floor);
    } finally {
      await floor.stop();
      await stage.close();
    }
  },
};

async function measureCost(bench: Bench, stage: Stage, floor: Program): Promise<readonly Measured[]> {
  const [service] = stage.services;
  if (!service) throw new Error('there is no service');
  const lookup = 'BENCH_LOOKUP_0';
  const ask = (rounds: number) => floor.ask({ url: stage.peers.url, lookup, rounds }, z.object({ digest: z.string() }));
  await stage.startChain(service);
  await pullTimes(stage, WARMING_PULLS);
  await ask(WARMING_PULLS);

  const ours: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push((await costOf(stage.workerPid, () => pullTimes(stage, PULLS))) / PULLS);
    floors.push((await costOf(floor.pid, () => ask(PULLS))) / PULLS);
    bench.say(`unchanged: worker ${milliseconds(ours.at(-1) ?? 0)}, floor ${milliseconds(floors.at(-1) ?? 0)}`);
  }
  const ratio = median(ours.map((ms, round) => ms / (floors[round] ?? NaN)));
  const details = `${milliseconds(median(ours))} against ${milliseconds(median(floors))} of CPU`;
  return [
    atMost({ name: `unchanged pull, ${ROWS} rows: worker CPU`, against: 'the same GETs and SHA-256', value: ratio, limit: 2, words: times, details }),
    told('of which beside the GETs and SHA-256', milliseconds(median(ours) - median(floors))),
  ];
}

async function pullTimes(stage: Stage, count: number): Promise<void> {
  for (const service of stage.services) {
    for (let pull = 0; pull < count; pull += 1) await stage.pull(service);
  }
}

async function costOf(pid: number, work: () => Promise<unknown>): Promise<number> {
  const before = cpuMs(pid);
  await work();
  return cpuMs(pid) - before;
}
