import { setTimeout as wait } from 'node:timers/promises';
import { differenceOf } from '../compare-lookup';
import { LOOKUP, type TestBed } from '../test-bed';
import type { Scenario } from './scenario';
import type { Stage } from './stage';

/** Ways to lose the answer to a deploy that Devo has accepted. */
const LOST: readonly (readonly [string, (bed: TestBed) => void])[] = [
  ['Devo closes without a word', ({ devo }) => devo.fail({ fault: 'lose-answer', requests: 1 })],
  ['the wire loses the answer', ({ wires }) => wires.devo.loseAnswer('deploy-csv')],
  ['the answer has no job id', ({ devo }) => devo.fail({ fault: 'no-job-id', requests: 1 })],
];

const SPOILED: readonly (readonly [string, (bed: TestBed) => Promise<void> | void])[] = [
  ['150 ms slower both ways', ({ wires }) => both(wires, (wire) => wire.delay(150))],
  ['slices of 500 bytes', ({ wires }) => both(wires, (wire) => wire.slice(500))],
  ['Devo broken in the middle of the upload', ({ wires }) => wires.devo.limit(9_000, true)],
  ['CTCI broken in the middle of the list', ({ wires }) => wires.ctci.limit(30_000, false)],
  ['both reset while they work', async ({ wires }) => {
    await wait(300);
    both(wires, (wire) => wire.reset());
  }],
  ['both half-closed while they work', async ({ wires }) => {
    await wait(300);
    both(wires, (wire) => wire.halfClose());
  }],
  ['idle connections cut before the pull', ({ wires }) => both(wires, (wire) => wire.cut())],
];

export const wires: readonly Scenario[] = [
  ...LOST.map(([words, lose]): Scenario => ({
    name: `a lost answer: ${words}`, promises: [5],
    async play(stage) {
      await stage.begin();
      await stage.pull();
      const before = stage.deploys;
      stage.move(3);
      lose(stage.bed);
      const report = await stage.pull();
      stage.expect(report.outcome === 'delivered', `the pull was ${report.outcome}`);
      stage.expect(stage.deploys === before + 1, `${stage.deploys - before} deploys for one change`);
      stage.expectEqual(words);
      const after = await stage.pull();
      stage.expect(after.outcome === 'unchanged', `the pull after it was ${after.outcome}`);
    },
  })),
  {
    name: 'slow, cut, reset and half-closed connections', promises: [6],
    async play(stage) {
      await stage.begin();
      await stage.pull();
      for (const [words, spoil] of SPOILED) await pullThrough(stage, words, spoil);
    },
  },
];

/** A pull may fail of it; the next one, on a wire that is well, must bring all. */
async function pullThrough(stage: Stage, words: string, spoil: (bed: TestBed) => Promise<void> | void): Promise<void> {
  const { bed } = stage;
  stage.move(1);
  const spoiling = Promise.resolve(spoil(bed));
  await bed.chain.pull();
  await spoiling;
  both(bed.wires, (wire) => wire.heal());
  const whole = differenceOf(bed.devo.rows(LOOKUP), bed.ctci.rows()) === null;
  stage.say(`${words}: ${whole ? 'delivered at once' : 'the next pull mends it'}`);
  if (!whole) await stage.pull();
  stage.expectEqual(words);
}

function both(of: TestBed['wires'], spoil: (wire: TestBed['wires']['ctci']) => void): void {
  spoil(of.ctci);
  spoil(of.devo);
}
