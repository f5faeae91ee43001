import { setTimeout as wait } from 'node:timers/promises';
import { certain, counted, used } from '../effect';
import { SINK_FAULTS, SOURCE_FAULTS } from '../wires/peer-faults';
import type { ActionKind, ActionKinds } from './action';
import { spoilWire } from './spoil-wire';
import { LOOKUP, type TestBed } from '../stage/test-bed';

/**
 * What was confirmed in the last moment before a loss may not have been told to the engine: a batch that is under way
 * comes again, and the one before it.
 */
const A_LOST_HEARTBEAT = 2;

const KILLED_FOR_MS = [100, 3000] as const;

const killWorker: ActionKind = (random) => {
  const which = random.between(0, 2);
  return {
    words: `SIGKILL of worker ${which}`,
    tries: [2, 18, 34, 35],
    repeats: A_LOST_HEARTBEAT,
    act: (bed) => certain(worker(bed, which).kill()),
  };
};

const stopWorker: ActionKind = (random) => {
  const which = random.between(0, 2);
  // a heartbeat is missed after 20 s
  const ms = random.chance(0.1) ? random.between(21_000, 24_000) : random.between(500, 5000);
  return {
    words: `SIGSTOP of worker ${which} for ${ms} ms`,
    tries: [2, 14, 34, 35],
    repeats: A_LOST_HEARTBEAT,
    async act(bed) {
      const stopped = worker(bed, which);
      const stood = stopped.stand();
      await wait(ms);
      stopped.goOn();
      return certain(stood);
    },
  };
};

const killEngine: ActionKind = (random) => {
  const ms = random.between(...KILLED_FOR_MS);
  return {
    words: `SIGKILL of the engine, back after ${ms} ms`,
    tries: [10, 18, 34, 35],
    repeats: A_LOST_HEARTBEAT,
    async act({ engine }) {
      await engine.kill();
      await wait(ms);
      await engine.restart();
      return certain();
    },
  };
};

const stepClock: ActionKind = (random) => {
  const which = random.between(0, 2);
  const seconds = random.pick([-172_800, -3600, -30, 30, 3600, 172_800]);
  return {
    words: `clock of worker ${which} stepped by ${seconds} s`,
    tries: [2, 28, 34, 35],
    act(bed) {
      const stepped = worker(bed, which);
      stepped.shiftClock(seconds * 1000);
      return () => stepped.hadClockOf(seconds);
    },
  };
};

const spoilPeersWire: ActionKind = (random) => {
  const name = random.pick(['temporal', 'ctci', 'devo'] as const);
  const words = { temporal: '', ctci: 'GET /', devo: 'deploy-csv' }[name];
  const spoiling = spoilWire(random, name, words, ({ wires }) => wires[name]);
  if (name !== 'temporal') return spoiling;
  return { ...spoiling, tries: [18, ...spoiling.tries], repeats: A_LOST_HEARTBEAT };
};

const failSource: ActionKind = (random) => {
  const [tries, chosen] = random.pick(SOURCE_FAULTS);
  const fault = { ...chosen, requests: random.between(1, 3) };
  return { words: `CTCI: ${JSON.stringify(fault)}`, tries, act: ({ ctci }) => used(ctci, () => ctci.fail(fault)) };
};

const failSink: ActionKind = (random) => {
  const [tries, chosen] = random.pick(SINK_FAULTS);
  const fault = { ...chosen, requests: random.between(1, 2) };
  return { words: `Devo: ${JSON.stringify(fault)}`, tries, act: ({ devo }) => used(devo, () => devo.fail(fault)) };
};

const moveList: ActionKind = (random) => {
  const by = random.chance(0.2) ? random.between(-4, -1) : random.between(1, 4);
  return {
    words: `the list moves by ${by}`,
    tries: by < 0 ? [3, 4] : [4], // what went comes back later, with its old id
    act({ ctci, served }) {
      const before = ctci.state().step;
      ctci.goToStep(before + by);
      addIfGood(ctci, served);
      return certain(ctci.state().step !== before);
    },
  };
};

/** A bad list that stands in the good one's place is nothing that may come to the lookup. */
function addIfGood(ctci: TestBed['ctci'], served: TestBed['served']): void {
  if (ctci.state().serve === 'history') served.add(ctci.rows());
}

/**
 * So much of a list is always too little: older lists, which may be the last delivered ones, are only a few rows
 * shorter.
 */
const TOO_SHORT_PERCENT = 75;

const badList: ActionKind = (random) => {
  const choice = random.pick(['restricted', 'empty', random.between(1, TOO_SHORT_PERCENT)] as const);
  const ms = random.between(1500, 5000);
  return {
    words: `the list is ${typeof choice === 'number' ? `only ${choice} % of itself` : choice} for ${ms} ms`,
    tries: [7],
    async act({ ctci, served }) {
      const downloaded = counted(() => ctci.state().counters.downloads);
      ctci.serve(
        typeof choice === 'number' ? { shrinkTo: Math.floor((ctci.rows().length * choice) / 100) } : { serve: choice },
      );
      await wait(ms);
      ctci.serve({ serve: 'history' });
      served.add(ctci.rows()); // it may have moved meanwhile
      return certain(downloaded());
    },
  };
};

const reset: ActionKind = (random) => {
  const value = `v${random.between(1, 999)}`;
  return {
    words: `reset to ${value}`,
    tries: [2],
    async act({ chain }) {
      await chain.reset(value);
      return certain();
    },
  };
};

const askForPull: ActionKind = () => ({
  words: 'pullNow',
  tries: [14],
  async act({ chain }) {
    await chain.pull(20_000);
    return certain();
  },
});

/** Only while no job runs: what somebody makes of a lookup in the midst of our deploy is Devo's to say. */
const foreignHand: ActionKind = (random) => {
  const deletes = random.chance(0.4);
  const key = deletes ? '' : `CVE-2099-${random.between(1000, 9999)}`;
  return {
    words: deletes ? 'somebody deletes the lookup' : `somebody else deploys ${key}`,
    tries: [2],
    act({ devo }) {
      if (devo.lookup(LOOKUP)?.status !== 'Available') return certain(false);
      if (deletes) devo.removeLookup(LOOKUP);
      else devo.foreignDeploy(LOOKUP, { upsert: [{ cve: key }] });
      return certain();
    },
  };
};

export const ACTION_KINDS: ActionKinds = [
  [5, moveList],
  [4, spoilPeersWire],
  [3, failSource],
  [3, failSink],
  [2, killWorker],
  [2, stopWorker],
  [1, killEngine],
  [1, stepClock],
  [2, reset],
  [2, askForPull],
  [1, badList],
  [1, foreignHand],
];

function worker(bed: TestBed, index: number): TestBed['workers'][number] {
  const found = bed.workers[index % bed.workers.length];
  if (found === undefined) throw new Error('a test bed has at least one worker');
  return found;
}
