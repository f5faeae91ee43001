import { setTimeout as wait } from 'node:timers/promises';
import type { Measured, Measurement } from '../measurement';
import { atMost, megabytes, percent, told } from '../report/goals';
import { atOnce } from '../stage/at-once';
import { cpuMs, residentBytes } from '../stage/process-cost';
import { openStage } from '../stage/stage';

const SERVICES = 100;
const LANES = 10;
const SETTLE_MS = 20_000; // V8 tidies up after the first pulls
const SHORT_MS = 60_000;
const LONG_MS = 30 * 60_000;
const SAMPLE_MS = 5_000;

/** A worker whose 100 services wait for their next tick: what it costs to do nothing. */
export const idleWorker: Measurement = {
  section: 'idle',
  async run(bench) {
    const stage = await openStage(bench, {
      name: 'idle',
      rows: 1_404,
      list: 'still',
      services: SERVICES,
      periodSeconds: 86_400,
      mode: 'auto',
    });
    try {
      await atOnce(stage.services, LANES, async (service) => {
        await stage.startChain(service);
        await stage.pull(service);
      });
      await wait(SETTLE_MS);
      return await idle(stage.workerPid, bench.long ? LONG_MS : SHORT_MS, bench.long);
    } finally {
      await stage.close();
    }
  },
};

async function idle(pid: number, ms: number, judgeMemory: boolean): Promise<readonly Measured[]> {
  const memory = [residentBytes(pid)];
  const before = cpuMs(pid);
  const startedAt = performance.now();
  while (performance.now() - startedAt < ms) {
    await wait(SAMPLE_MS);
    memory.push(residentBytes(pid));
  }
  const elapsed = performance.now() - startedAt;
  const share = (100 * (cpuMs(pid) - before)) / elapsed;
  const first = memory[0] ?? NaN;
  const drift = 100 * Math.max(...memory.map((bytes) => bytes / first - 1));
  const span = `${Math.round(elapsed / 60_000)} min`;
  const details = `${megabytes(first)} at first, ${megabytes(memory.at(-1) ?? NaN)} at the end`;
  return [
    atMost({
      name: `idle worker, ${SERVICES} waiting services: CPU over ${span}`,
      value: share,
      limit: 1,
      words: percent,
    }),
    judgeMemory
      ? atMost({ name: `idle worker: growth of memory over ${span}`, value: drift, limit: 5, words: percent, details })
      : told(`idle worker: growth of memory over ${span}`, `${percent(drift)} (${details})`),
  ];
}
