import type { Bench, Measured, Measurement } from '../measurement';
import { atMost, megabytes, milliseconds, percent, seconds, thousands, told } from '../report/goals';
import { median } from '../report/median';
import { atOnce } from '../stage/at-once';
import { cpuMs, residentBytes } from '../stage/process-cost';
import { openStage, type Stage } from '../stage/stage';

const SERVICES = 1_000;
const ROWS = 1_404;
/** Pulls under way: as many as the worker takes at a time. */
const LANES = 40;
/** Pulls after the first ones, in rounds of every service. */
const ROUNDS = 3;
/** Between two collections of garbage the memory goes up and down by a tenth; the median of so many is within 2 %. */
const SAMPLES_IN_A_ROUND = 50;
const FIRST_PULLS_LIMIT_SECONDS = 120;
const GROWTH_LIMIT_PERCENT = 5;

/** A thousand services on one worker and a dev server: all first deliveries, then memory over 3,000 pulls. */
export const manyServices: Measurement = {
  section: 'services',
  async run(bench) {
    const stage = await openStage(bench, {
      name: 'services',
      rows: ROWS,
      list: 'still',
      services: SERVICES,
      periodSeconds: 86_400,
      mode: 'auto',
    });
    try {
      return [...(await firstPulls(bench, stage)), ...(await laterPulls(bench, stage))];
    } finally {
      await stage.close();
    }
  },
};

async function firstPulls(bench: Bench, stage: Stage): Promise<readonly Measured[]> {
  const startedAt = performance.now();
  await atOnce(stage.services, LANES, async (service) => {
    await stage.startChain(service);
    const { outcome } = await stage.pull(service);
    if (outcome !== 'delivered') throw new Error(`the first pull of ${service.service} was ${outcome}`);
  });
  const took = (performance.now() - startedAt) / 1000;
  const { deploys } = await stage.peers.count();
  if (deploys !== SERVICES) throw new Error(`${deploys} lists were delivered`);
  bench.say(`services: ${SERVICES} first pulls in ${seconds(took)}`);
  const costs =
    `worker ${seconds(cpuMs(stage.workerPid) / 1000)}, Temporal ` + `${seconds(cpuMs(stage.enginePid) / 1000)} of CPU`;
  return [
    atMost({
      name: `${thousands(SERVICES)} services: all first pulls of ${thousands(ROWS)} rows`,
      value: took,
      limit: FIRST_PULLS_LIMIT_SECONDS,
      words: seconds,
      details: `${(SERVICES / took).toFixed(1)} pulls a second; ${costs}`,
    }),
  ];
}

/** Flat: the median of the last round is not above that of the first one. */
async function laterPulls(bench: Bench, stage: Stage): Promise<readonly Measured[]> {
  const rounds: number[] = [];
  const startedAt = performance.now();
  const cpuBefore = cpuMs(stage.workerPid);
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(await memoryOfRound(stage));
    bench.say(`services: ${megabytes(rounds.at(-1) ?? 0)} after ${thousands((round + 1) * SERVICES)} more pulls`);
  }
  const took = (performance.now() - startedAt) / 1000;
  const growth = (100 * ((rounds.at(-1) ?? NaN) - (rounds[0] ?? NaN))) / (rounds[0] ?? NaN);
  const pulls = ROUNDS * SERVICES;
  return [
    atMost({
      name: `growth of the worker's memory over ${thousands(pulls)} pulls`,
      value: growth,
      limit: GROWTH_LIMIT_PERCENT,
      words: percent,
      details: rounds.map(megabytes).join(', '),
    }),
    told(
      `${thousands(pulls)} unchanged pulls, ${LANES} at a time`,
      `${(pulls / took).toFixed(1)} a second, worker ` +
        `${milliseconds((cpuMs(stage.workerPid) - cpuBefore) / pulls)} of CPU each`,
    ),
  ];
}

/** Pulls every service once. Gives the worker's usual memory meanwhile. */
async function memoryOfRound(stage: Stage): Promise<number> {
  const samples: number[] = [];
  let pulls = 0;
  await atOnce(stage.services, LANES, async (service) => {
    await stage.pull(service);
    pulls += 1;
    if (pulls % (SERVICES / SAMPLES_IN_A_ROUND) === 0) samples.push(residentBytes(stage.workerPid));
  });
  return median(samples);
}
