import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Bench, Measured, Measurement } from '../measurement';
import { listBody, realRows } from '../peers/real-rows';
import { atMost, milliseconds, times, told } from '../report/goals';
import { median } from '../report/median';
import { cpuMs } from '../stage/process-cost';
import { Program } from '../stage/program';
import { openStage } from '../stage/stage';

const ROWS = 2_000;
const ROUNDS = 7;
const TURNS = 20; // in a round
const PULLS = 20;
const WARMING_PULLS = 10;

const timesSchema = z.object({ times: z.array(z.number()) });

/** A pull of a list that has changed: what it costs between the network and Devo's job. */
export const changedPull: Measurement = {
  section: 'changed',
  async run(bench) {
    return [...(await compareSteps(bench)), await workerCost(bench)];
  },
};

async function compareSteps(bench: Bench): Promise<readonly Measured[]> {
  const folder = join(bench.folder, 'changed-steps');
  mkdirSync(folder, { recursive: true });
  const bodyFile = join(folder, 'list.json');
  writeFileSync(bodyFile, listBody(realRows(ROWS)));
  const own = await Program.start('own-steps');
  const plain = await Program.start('plain-script');
  try {
    const ours: number[] = [];
    const plains: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      ours.push(median((await own.ask({ bodyFile, rounds: TURNS }, timesSchema)).times));
      plains.push(
        median((await plain.ask({ bodyFile, csvFile: join(folder, 'list.csv'), rounds: TURNS }, timesSchema)).times),
      );
    }
    const [warmOurs, warmPlains] = [ours.slice(1), plains.slice(1)]; // the first round warms both
    const ratio = median(warmOurs.map((ms, round) => ms / (warmPlains[round] ?? NaN)));
    const details = `${milliseconds(median(warmOurs))} against ${milliseconds(median(warmPlains))}`;
    return [
      atMost({
        name: `changed pull, ${ROWS} rows: time of the steps`,
        against: 'plain script: parse, zod, hash, CSV',
        value: ratio,
        limit: 1.5,
        words: times,
        details,
      }),
    ];
  } finally {
    await own.stop();
    await plain.stop();
  }
}

/** The same as a whole: HTTP, Temporal and the payloads between the steps included. */
async function workerCost(bench: Bench): Promise<Measured> {
  const stage = await openStage(bench, {
    name: 'changed',
    rows: ROWS,
    list: 'moving',
    services: 1,
    periodSeconds: 3600,
    mode: 'full',
  });
  try {
    const [service] = stage.services;
    if (!service) throw new Error('there is no service');
    await stage.startChain(service);
    for (let pull = 0; pull < WARMING_PULLS; pull += 1) await stage.pull(service);
    const before = cpuMs(stage.workerPid);
    for (let pull = 0; pull < PULLS; pull += 1) {
      const { outcome } = await stage.pull(service);
      if (outcome !== 'delivered') throw new Error(`a pull of a changed list was ${outcome}`);
    }
    const cost = (cpuMs(stage.workerPid) - before) / PULLS;
    return told(`changed pull, ${ROWS} rows, delivered in full: worker CPU with HTTP and Temporal`, milliseconds(cost));
  } finally {
    await stage.close();
  }
}
