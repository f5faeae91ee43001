import { setTimeout as wait } from 'node:timers/promises';
import { differenceOf } from '../judge/compare-lookup';
import { counted, used, type Effect } from '../effect';
import { eventually } from '../eventually';
import type { TcpProxy } from '../wires/tcp-proxy';
import { LOOKUP, type TestBed } from '../stage/test-bed';
import type { Scenario } from './scenario';
import type { Stage } from './stage';

/**
 * Ways to lose the answer to what was done: to a deploy that Devo has accepted, to a list that was given, to what
 * Temporal was told.
 */
const LOST: readonly (readonly [string, (bed: TestBed) => Effect])[] = [
  ['Devo closes without a word', ({ devo }) => used(devo, () => devo.fail({ fault: 'lose-answer', requests: 1 }))],
  ['the wire loses the answer', ({ wires }) => lost(wires.devo, 'deploy-csv')],
  ['the answer has no job id', ({ devo }) => used(devo, () => devo.fail({ fault: 'no-job-id', requests: 1 }))],
  ['the wire to CTCI loses the list', ({ wires }) => lost(wires.ctci, 'GET /')],
  ['the wire to Temporal loses five answers', ({ wires }) => loseFive(wires.temporal)],
];

function lost(wire: TcpProxy, words: string): Effect {
  const met = counted(() => wire.met());
  wire.loseAnswer(words);
  return met;
}

/**
 * Up to five, one after the other, whatever they answer: what Temporal is asked over one connection cannot be told
 * apart from outside.
 */
function loseFive(wire: TcpProxy): Effect {
  const before = wire.met();
  const timer = setInterval(() => {
    if (wire.met() >= before + 5) clearInterval(timer);
    else wire.loseAnswer('');
  }, 50);
  return () => wire.met() > before; // a quick pull may be over before the fifth
}

const SPOILED: readonly (readonly [string, (bed: TestBed) => Promise<void> | void])[] = [
  ['150 ms slower both ways', ({ wires }) => both(wires, (wire) => wire.delay(150))],
  ['slices of 500 bytes', ({ wires }) => both(wires, (wire) => wire.slice(500))],
  ['Devo broken in the middle of the upload', ({ wires }) => wires.devo.limit(9_000, true)],
  ['CTCI broken in the middle of the list', ({ wires }) => wires.ctci.limit(30_000, false)],
  ['both reset while they work', (bed) => inMidWork(bed, (wire) => wire.reset())],
  ['both half-closed while they work', (bed) => inMidWork(bed, (wire) => wire.halfClose())],
  [
    'both stalled for 2 s',
    async ({ wires }) => {
      both(wires, (wire) => wire.stall());
      await wait(2000);
      both(wires, (wire) => wire.heal());
    },
  ],
  ['idle connections cut before the pull', ({ wires }) => both(wires, (wire) => wire.cut())],
];

const MEET_MS = 20_000;

/** Slowed down first, so that there is work to be met in. */
async function inMidWork({ wires }: TestBed, spoil: (wire: TcpProxy) => void): Promise<void> {
  for (const wire of [wires.ctci, wires.devo]) {
    const working = counted(() => wire.met());
    wire.delay(100);
    await eventually(MEET_MS, () => (working() ? null : 'no data yet'), 5);
    spoil(wire);
    wire.heal();
  }
}

export const wires: readonly Scenario[] = [
  ...LOST.map(([words, lose]): Scenario => ({
    name: `a lost answer: ${words}`,
    promises: [5],
    async play(stage) {
      await stage.begin();
      await stage.pull();
      const before = stage.deploys;
      stage.move(3);
      const met = lose(stage.bed);
      const report = await stage.pull();
      stage.expect(met(), 'nothing was lost');
      stage.expect(report.outcome === 'delivered', `the pull was ${report.outcome}`);
      stage.expect(stage.deploys === before + 1, `${stage.deploys - before} deploys for one change`);
      stage.expectEqual(words);
      await stage.expectNoMore(true);
    },
  })),
  {
    name: "a lost request, and somebody else's job in its place",
    promises: [2, 5],
    async play(stage) {
      const { devo, wires, chain } = stage.bed;
      await stage.begin();
      await stage.pull();
      stage.move(3);
      await chain.reset('everything'); // a short upload would be over before it is cut
      const met = counted(() => wires.devo.met());
      wires.devo.limit(9_000, true);
      const pulling = stage.pull();
      pulling.catch(() => undefined);
      const missed = await eventually(MEET_MS, () => (met() ? null : 'no upload'), 0);
      stage.expect(missed === null, 'the request was not lost');
      devo.foreignDeploy(LOOKUP, { upsert: [{ cve: 'CVE-2099-1' }] });
      devo.finishJobs();
      await pulling;
      await stage.pull();
      stage.expectEqual('after the job of somebody else was there in place of ours');
      const quiet = await stage.pull();
      stage.expect(quiet.outcome === 'unchanged', `the pull after it was ${quiet.outcome}`);
    },
  },
  {
    name: 'slow, cut, reset and half-closed connections',
    promises: [6],
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
  stage.move(4);
  await bed.chain.reset(words); // everything is delivered: a short upload would be over before it is met
  const met = counted(() => bed.wires.ctci.met() + bed.wires.devo.met());
  const spoiling = Promise.resolve(spoil(bed));
  await bed.chain.pull();
  await spoiling;
  both(bed.wires, (wire) => wire.heal());
  stage.expect(met(), `${words}: no data and no connection met it`);
  const whole = differenceOf(bed.devo.rows(LOOKUP), bed.ctci.rows()) === null;
  stage.say(`${words}: ${whole ? 'delivered at once' : 'the next pull mends it'}`);
  if (!whole) await stage.pull();
  stage.expectEqual(words);
}

function both(of: TestBed['wires'], spoil: (wire: TcpProxy) => void): void {
  spoil(of.ctci);
  spoil(of.devo);
}
