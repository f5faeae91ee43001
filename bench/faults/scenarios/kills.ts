import { setTimeout as wait } from 'node:timers/promises';
import { eventually } from '../eventually';
import type { TestBed } from '../test-bed';
import type { Scenario } from './scenario';

/** A step in which the worker is killed: `hold` makes it last, and returns what says that it is reached. */
interface Moment {
  readonly step: string;
  readonly hold: (bed: TestBed) => () => boolean;
}

const MOMENTS: readonly Moment[] = [
  { step: 'setup', hold: ({ devo }) => faultUsed(devo, () => devo.fail({ fault: 'no-answer', on: 'lookup', requests: 1 })) },
  { step: 'fetchCewl', hold: ({ ctci }) => faultUsed(ctci, () => ctci.fail({ fault: 'stall', requests: 1 })) },
  { step: 'dedupe', hold: ({ ctci }) => nextDownload(ctci) },
  { step: 'sendToDevo, before its answer', hold: ({ devo }) => faultUsed(devo, () => devo.fail({ fault: 'delay', ms: 3000, requests: 1 })) },
  {
    step: 'sendToDevo, while the job runs',
    hold: ({ devo }) => {
      devo.fail({ fault: 'slow-job', ms: 5000, requests: 1 });
      return () => devo.deploys().at(-1)?.outcome === 'running';
    },
  },
];

function faultUsed(peer: { state(): { readonly faults: readonly unknown[] } }, fail: () => void): () => boolean {
  fail();
  return () => peer.state().faults.length === 0;
}

function nextDownload(ctci: TestBed['ctci']): () => boolean {
  const before = ctci.state().counters.downloads;
  return () => ctci.state().counters.downloads > before;
}

export const kills: readonly Scenario[] = [
  ...MOMENTS.map(({ step, hold }): Scenario => ({
    name: `the worker is killed in ${step}`, promises: [2, 5],
    async play(stage) {
      await stage.begin();
      await stage.pull();
      const before = stage.deploys;
      stage.move(3);
      const reached = hold(stage.bed);
      const pulling = stage.pull();
      pulling.catch(() => undefined);
      const missed = await eventually(20_000, () => (reached() ? null : 'not reached'));
      stage.expect(missed === null, `the pull never came to ${step}`);
      stage.bed.workers[0]?.kill();
      stage.say(`killed in ${step}`);
      await pulling;
      stage.expectEqual(`killed in ${step}`);
      stage.expect(stage.deploys <= before + 2, `${stage.deploys - before} deploys for one change`);
      const after = await stage.pull();
      stage.expect(after.outcome === 'unchanged', `the pull after it was ${after.outcome}`);
    },
  })),
  {
    name: 'every process is killed at once', promises: [10, 18], workers: 2,
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
      stage.expect(JSON.stringify(after) === JSON.stringify(before), 'the state is another one after the loss of every process');
      const maker = after?.reports.at(-1)?.run_id;
      stage.expect(maker !== undefined && (await bed.chain.endOf(maker))?.kind === 'completed', 'the run that made the state is not in the history');
      await Promise.all(bed.workers.map((worker) => worker.untilReady()));
      const report = await stage.pull();
      stage.expect(report.outcome === 'unchanged' && stage.deploys === deploys, `the next pull was ${report.outcome}`);
      stage.move(2);
      await stage.pull();
      stage.expectEqual('after the loss of every process');
    },
  },
  {
    name: 'the engine is killed while a deploy job runs', promises: [18, 2],
    async play(stage) {
      const { bed } = stage;
      await stage.begin('@every 2s');
      await stage.untilEqual('first delivery');
      const { deploys } = stage;
      bed.devo.fail({ fault: 'slow-job', ms: 3000, requests: 1 });
      stage.move(3);
      const missed = await eventually(20_000, () => (bed.devo.deploys().at(-1)?.outcome === 'running' ? null : 'no job'));
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
    name: 'a worker is stopped for longer than its heartbeat, then goes on', promises: [14, 2], workers: 2,
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
