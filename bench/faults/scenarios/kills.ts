import { setTimeout as wait } from 'node:timers/promises';
import { eventually } from '../eventually';
import type { TestBed } from '../stage/test-bed';
import type { Scenario } from './scenario';
import type { Stage } from './stage';

/** Longer than a heartbeat is waited for and a pull takes. */
const LATE_MS = 40_000;

/**
 * A moment at which the worker is killed: `hold` makes it last or says how to come to it, and what it returns says
 * that it is reached.
 */
interface Moment {
  readonly name: string;
  /** The step that is lost then, and has to be worked at again. */
  readonly step: 'setup' | 'fetchCewl' | 'dedupe' | 'sendToDevo';
  readonly hold: (bed: TestBed) => () => Promise<boolean> | boolean;
  /** Nobody has heard then, or has not heard yet, which job Devo has begun: a heartbeat can be 200 ms late. */
  readonly mayMakeSure?: true;
}

const MOMENTS: readonly Moment[] = [
  {
    name: 'setup',
    step: 'setup',
    hold: ({ devo }) => faultUsed(devo, () => devo.fail({ fault: 'no-answer', on: 'lookup', requests: 1 })),
  },
  {
    name: 'fetchCewl',
    step: 'fetchCewl',
    hold: ({ ctci }) => faultUsed(ctci, () => ctci.fail({ fault: 'stall', requests: 1 })),
  },
  { name: 'dedupe', step: 'dedupe', hold: (bed) => () => comesTo(bed, 'dedupe') },
  {
    name: 'sendToDevo, before its answer',
    step: 'sendToDevo',
    mayMakeSure: true,
    hold: ({ devo, chain }) => {
      const used = faultUsed(devo, () => devo.fail({ fault: 'delay', ms: 3000, requests: 1 }));
      // Killed before Temporal has heard which jobs there were, nobody can tell ours apart: it is then delivered again.
      return async () => used() && (await chain.heartbeatOf('sendToDevo')).includes('"seen"');
    },
  },
  {
    name: 'sendToDevo, while the job runs',
    step: 'sendToDevo',
    mayMakeSure: true,
    hold: ({ devo }) => {
      devo.fail({ fault: 'slow-job', ms: 5000, requests: 1 });
      return () => devo.deploys().at(-1)?.outcome === 'running';
    },
  },
  {
    name: 'sendToDevo, after its job',
    step: 'sendToDevo',
    mayMakeSure: true,
    hold: ({ devo }) => {
      const before = devo.deploys().length;
      devo.fail({ fault: 'empty-polls', count: 5, requests: 1 }); // Devo has done it long before it says so
      return () => devo.deploys().length > before && devo.deploys().at(-1)?.outcome === 'ok';
    },
  },
];

function faultUsed(peer: { state(): { readonly faults: readonly unknown[] } }, fail: () => void): () => boolean {
  fail();
  return () => peer.state().faults.length === 0;
}

/**
 * Lets a worker go on for some milliseconds at a time, so that a step is met that is over in a moment. Leaves it
 * stopped in there.
 */
async function comesTo({ chain, workers }: TestBed, step: string): Promise<boolean> {
  const [worker] = workers;
  worker?.stand();
  if (await chain.isAt(step)) return true;
  worker?.goOn();
  await wait(3);
  return false;
}

async function killAt(stage: Stage, { name, step, hold }: Moment): Promise<void> {
  const { bed } = stage;
  const reached = hold(bed);
  const pulling = stage.pull();
  pulling.catch(() => undefined);
  const missed = await eventually(20_000, async () => ((await reached()) ? null : 'not reached'), 0);
  stage.expect(missed === null, `the pull never came to ${name}`);
  stage.expect(bed.workers[0]?.kill() === true, 'there was no worker to be killed');
  stage.say(`killed in ${name}`);
  await pulling;
  stage.expect((await bed.chain.attemptsOf(step)) === 2, `${step} was not lost: it was worked at once`);
}

export const kills: readonly Scenario[] = [
  ...MOMENTS.map((moment): Scenario => ({
    name: `the worker is killed in ${moment.name}`,
    promises: [2, 5],
    async play(stage) {
      await stage.begin();
      await stage.pull();
      const before = stage.deploys;
      stage.move(3);
      await killAt(stage, moment);
      stage.expectEqual(`killed in ${moment.name}`);
      stage.expect(stage.deploys === before + 1, `${stage.deploys - before} deploys for one change`);
      await stage.expectNoMore(moment.mayMakeSure ?? false);
    },
  })),
  {
    name: 'every process is killed at once',
    promises: [10, 18],
    workers: 2,
    async play(stage) {
      const { bed } = stage;
      await stage.begin();
      await stage.pull();
      const { deploys } = stage;
      const before = await bed.chain.state();
      await bed.engine.kill();
      for (const worker of bed.workers) worker.kill();
      await wait(1000);
      await bed.engine.restart();
      const after = await bed.chain.state();
      stage.expect(
        JSON.stringify(after) === JSON.stringify(before),
        'the state is another one after the loss of every process',
      );
      const maker = after?.reports.at(-1)?.run_id;
      stage.expect(
        maker !== undefined && (await bed.chain.endOf(maker))?.kind === 'completed',
        'the run that made the state is not in the history',
      );
      await Promise.all(bed.workers.map((worker) => worker.untilReady()));
      const report = await stage.pull();
      stage.expect(report.outcome === 'unchanged' && stage.deploys === deploys, `the next pull was ${report.outcome}`);
      stage.move(2);
      await stage.pull();
      stage.expectEqual('after the loss of every process');
    },
  },
  {
    name: 'the engine is killed while a deploy job runs',
    promises: [18, 2],
    async play(stage) {
      const { bed } = stage;
      await stage.begin('@every 2s');
      await stage.untilEqual('first delivery');
      const { deploys } = stage;
      bed.devo.fail({ fault: 'slow-job', ms: 3000, requests: 1 });
      stage.move(3);
      const missed = await eventually(20_000, () =>
        bed.devo.deploys().at(-1)?.outcome === 'running' ? null : 'no job',
      );
      stage.expect(missed === null, 'no deploy job began');
      await bed.engine.kill();
      await wait(2000);
      await bed.engine.restart();
      await stage.untilEqual('the engine was killed in mid-delivery');
      await wait(5000);
      stage.expect(stage.deploys <= deploys + 2, `${stage.deploys - deploys} deploys for one change`);
      stage.move(2);
      await stage.untilEqual('a change after the restart');
    },
  },
  {
    name: 'a deploy lands late, after a newer one',
    promises: [2, 14],
    workers: 2,
    async play(stage) {
      const { bed } = stage;
      await stage.begin('@every 2s');
      await stage.untilEqual('first delivery');
      // it has the whole request, and goes on with it whoever has died
      bed.devo.fail({ fault: 'delay', ms: LATE_MS, requests: 1 });
      stage.move(3);
      await bed.chain.reset('everything'); // changes would be merged, and spoil nothing
      const missed = await eventually(20_000, () => (bed.devo.state().faults.length === 0 ? null : 'not asked for'));
      stage.expect(missed === null, 'no deploy was asked for');
      for (const worker of bed.workers) worker.kill();
      stage.say('Devo holds a deploy back; the worker that asked for it is gone');
      const { deploys } = stage;
      stage.move(2);
      await stage.untilEqual('another worker has delivered a newer list', LATE_MS);
      const newer = stage.deploys;
      stage.expect(newer > deploys, 'the newer list came by no deploy');
      const landed = await eventually(
        LATE_MS,
        () => (stage.deploys > newer && !stage.isEqual ? null : 'it has not come'),
        10,
      );
      stage.expect(landed === null, 'the late deploy never replaced the newer list');
      stage.say('the late deploy has landed: the lookup is an older list');
      await stage.untilEqual('the next pull saw a job that was not its own');
    },
  },
  {
    name: 'a worker is stopped for longer than its heartbeat, then goes on',
    promises: [14, 2],
    workers: 2,
    async play(stage) {
      const { bed } = stage;
      await stage.begin('@every 2s');
      await stage.untilEqual('first delivery');
      bed.devo.fail({ fault: 'slow-job', ms: 1500 });
      stage.move(3);
      const [first] = bed.workers;
      first?.stand();
      await wait(24_000);
      stage.move(2);
      await wait(2000);
      first?.goOn();
      bed.devo.clearFaults();
      await stage.untilEqual('a worker went on after its work was given away');
      await wait(4000);
      await stage.untilEqual('and after its late answers');
    },
  },
];
