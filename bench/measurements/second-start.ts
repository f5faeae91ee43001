import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Bench, Measurement } from '../measurement';
import { atMost, seconds, times, told } from '../report/goals';
import { median } from '../report/median';
import { writeConfig } from '../stage/collector-config';
import { startPeers, type Peers } from '../stage/peers';

const ROOT = join(__dirname, '..', '..', '..');
const ROWS = 1_404;
const STARTS = 5;

/** A start that waits for a time-out which a clean stop has left behind takes 3 s or 10 s longer. */
const SLOWEST_TO_FIRST = 1.3;
const ASK_EVERY_MS = 20;
const DELIVERY_LIMIT_MS = 90_000;

/**
 * `npm start`, from the command to the moment at which Devo has a list: with everything there from a start before,
 * which was stopped in the middle of a pull, at the moment of its delivery.
 */
export const secondStart: Measurement = {
  section: 'start',
  async run(bench) {
    const peers = await startPeers(ROWS, 'moving');
    try {
      const folder = join(bench.folder, 'start');
      const config = writeConfig(folder, peers, { services: 1, periodSeconds: 3600, mode: 'auto' });
      const first = await startToDelivery(bench, peers, folder, config);
      const later: number[] = [];
      for (let start = 0; start < STARTS; start += 1) later.push(await startToDelivery(bench, peers, folder, config));
      return [
        atMost({
          name: 'npm start to the first delivery, second start',
          value: median(later),
          limit: 10,
          words: seconds,
          details: later.map(seconds).join(', '),
        }),
        atMost({
          name: 'the slowest start after a stop in mid-pull, as a multiple of the first',
          value: Math.max(...later) / first,
          limit: SLOWEST_TO_FIRST,
          words: times,
        }),
        told('the start before it, which makes the database', seconds(first)),
      ];
    } finally {
      await peers.stop();
    }
  },
};

async function startToDelivery(bench: Bench, peers: Peers, folder: string, config: string): Promise<number> {
  const before = (await peers.count()).deploys;
  const startedAt = Date.now();
  const log = openSync(join(folder, 'npm-start.log'), 'a');
  // A group of its own, which Ctrl-C reaches as a whole.
  const npm = spawn('npm', ['start', '--', '--config', config], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  try {
    const deliveredAt = await delivery(peers, before, npm);
    bench.say(`start: ${seconds((deliveredAt - startedAt) / 1000)}`);
    return (deliveredAt - startedAt) / 1000;
  } finally {
    await interrupt(npm);
  }
}

async function delivery(peers: Peers, before: number, npm: ChildProcess): Promise<number> {
  const deadline = Date.now() + DELIVERY_LIMIT_MS;
  for (;;) {
    const { deploys, lastAt } = await peers.count();
    if (deploys > before) return lastAt;
    if (npm.exitCode !== null || Date.now() > deadline)
      throw new Error(`npm start delivered nothing (exit code ${npm.exitCode ?? 'none'})`);
    await wait(ASK_EVERY_MS);
  }
}

async function interrupt(npm: ChildProcess): Promise<void> {
  if (npm.exitCode !== null || npm.pid === undefined) return;
  const gone = once(npm, 'exit');
  process.kill(-npm.pid, 'SIGINT');
  await gone;
}
