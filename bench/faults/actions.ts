import { setTimeout as wait } from 'node:timers/promises';
import type { CtciFaultRequest } from '../../simulators/ctci/ctci-fault';
import type { DevoFaultRequest } from '../../simulators/devo/devo-fault';
import type { Random } from './random';
import type { TcpProxy } from './tcp-proxy';
import { LOOKUP, type TestBed } from './test-bed';

/** Something that is done to a test bed at a moment of its history. */
export interface Action {
  readonly words: string;
  /** Rows of the list of promises that it tries. */
  readonly tries: readonly number[];
  act(bed: TestBed): Promise<void> | void;
}

/** Makes an action of one kind; what it does exactly is drawn. */
type ActionKind = (random: Random) => Action;

const KILLED_FOR_MS = [100, 3000] as const;

const killWorker: ActionKind = (random) => {
  const which = random.between(0, 2);
  return { words: `SIGKILL of worker ${which}`, tries: [2, 18], act: (bed) => worker(bed, which).kill() };
};

const stopWorker: ActionKind = (random) => {
  const which = random.between(0, 2);
  const ms = random.chance(0.1) ? random.between(21_000, 24_000) : random.between(500, 5000); // a heartbeat is missed after 20 s
  return {
    words: `SIGSTOP of worker ${which} for ${ms} ms`, tries: [2, 14],
    async act(bed) {
      const stopped = worker(bed, which);
      stopped.stand();
      await wait(ms);
      stopped.goOn();
    },
  };
};

const killEngine: ActionKind = (random) => {
  const ms = random.between(...KILLED_FOR_MS);
  return {
    words: `SIGKILL of the engine, back after ${ms} ms`, tries: [10, 18],
    async act({ engine }) {
      await engine.kill();
      await wait(ms);
      await engine.restart();
    },
  };
};

const stepClock: ActionKind = (random) => {
  const which = random.between(0, 2);
  const seconds = random.pick([-172_800, -3600, -30, 30, 3600, 172_800]);
  return { words: `clock of worker ${which} stepped by ${seconds} s`, tries: [2], act: (bed) => worker(bed, which).shiftClock(seconds * 1000) };
};

const spoilWire: ActionKind = (random) => {
  const name = random.pick(['temporal', 'ctci', 'devo'] as const);
  const [how, spoil] = random.pick(wireFaults(random, name));
  const ms = random.between(200, 4000);
  return {
    words: `wire to ${name}: ${how}, healed after ${ms} ms`, tries: name === 'temporal' ? [18] : [5, 6],
    async act({ wires }) {
      spoil(wires[name]);
      await wait(ms);
      wires[name].heal();
    },
  };
};

function wireFaults(random: Random, name: 'temporal' | 'ctci' | 'devo'): [string, (wire: TcpProxy) => void][] {
  const delay = random.between(20, 300);
  const slice = random.between(1, 700);
  const bytes = random.between(1, 60_000);
  const words = { temporal: '', ctci: 'GET /', devo: 'deploy-csv' }[name];
  return [
    [`${delay} ms slower`, (wire) => wire.delay(delay)],
    [`slices of ${slice * 20} bytes`, (wire) => wire.slice(slice * 20)],
    ['cut', (wire) => wire.cut()],
    ['reset', (wire) => wire.reset()],
    ['half-closed', (wire) => wire.halfClose()],
    ['stalled', (wire) => wire.stall()],
    ['refused', (wire) => {
      wire.refuse();
      wire.reset();
    }],
    [`broken after ${bytes} bytes of answers`, (wire) => wire.limit(bytes, false)],
    [`broken after ${bytes} bytes of requests`, (wire) => wire.limit(bytes, true)],
    ['done, but the answer is lost', (wire) => wire.loseAnswer(words)],
  ];
}

const LIST_FAULTS: readonly CtciFaultRequest[] = [
  { fault: 'status', status: 503 }, { fault: 'status', status: 500 }, { fault: 'status', status: 401 }, { fault: 'status', status: 429, retryAfter: 1 },
  { fault: 'status', status: 429, retryAfter: { dateIn: 2 } }, { fault: 'status', status: 429 }, { fault: 'html' }, { fault: 'error-in-body', status: 401 },
  { fault: 'not-json' }, { fault: 'truncated-json' }, { fault: 'cut' }, { fault: 'cut', reset: true }, { fault: 'stall' }, { fault: 'no-answer' },
  { fault: 'redirect', to: 'http://127.0.0.1:9/x' }, { fault: 'gzip-garbage' }, { fault: 'slow', bytesPerSecond: 100_000 }, { fault: 'content-type', value: 'text/plain' },
  { fault: 'nan' }, { fault: 'dates', form: 'iso' }, { fault: 'dates', form: 'rfc1123' }, { fault: 'dates', form: 'seconds' }, { fault: 'dates', form: 'digits' },
  { fault: 'floats' }, { fault: 'duplicate-rows', count: 3 }, { fault: 'rows-without-id', count: 3 }, { fault: 'unknown-columns' }, { fault: 'absent-columns' },
  { fault: 'year-underscore' }, { fault: 'shuffled' }, { fault: 'envelope', form: 'bare' }, { fault: 'envelope', form: 'columns' }, { fault: 'envelope', form: 'no-data' },
  { fault: 'envelope', form: 'other-name' }, { fault: 'envelope', form: 'single-object' }, { fault: 'envelope', form: 'null' },
];

const failSource: ActionKind = (random) => {
  const fault = { ...random.pick(LIST_FAULTS), requests: random.between(1, 3) };
  return { words: `CTCI: ${JSON.stringify(fault)}`, tries: [4, 8, 16, 17], act: ({ ctci }) => ctci.fail(fault) };
};

const SINK_FAULTS: readonly DevoFaultRequest[] = [
  { fault: 'status', status: 503 }, { fault: 'status', status: 500, on: 'deploy' }, { fault: 'status', status: 429, retryAfter: 1 }, { fault: 'status', status: 401 },
  { fault: 'html' }, { fault: 'not-json' }, { fault: 'cut' }, { fault: 'cut', on: 'deploy' }, { fault: 'no-answer', on: 'deploy' }, { fault: 'delay', ms: 2500 },
  { fault: 'lose-answer' }, { fault: 'no-job-id' }, { fault: 'fail-job' }, { fault: 'slow-job', ms: 4000 }, { fault: 'endless-job' }, { fault: 'empty-polls', count: 5 },
];

const failSink: ActionKind = (random) => {
  const fault = { ...random.pick(SINK_FAULTS), requests: random.between(1, 2) };
  return { words: `Devo: ${JSON.stringify(fault)}`, tries: [2, 5], act: ({ devo }) => devo.fail(fault) };
};

const moveList: ActionKind = (random) => {
  const by = random.chance(0.2) ? random.between(-4, -1) : random.between(1, 4);
  return {
    words: `the list moves by ${by}`, tries: [3, 4],
    act({ ctci, served }) {
      ctci.goToStep(ctci.state().step + by);
      served.add(ctci.rows());
    },
  };
};

const badList: ActionKind = (random) => {
  const choice = random.pick([{ serve: 'restricted' }, { serve: 'empty' }, { shrinkTo: random.between(1, 900) }] as const);
  const ms = random.between(1500, 5000);
  return {
    words: `the list is ${JSON.stringify(choice)} for ${ms} ms`, tries: [7],
    async act({ ctci }) {
      ctci.serve(choice);
      await wait(ms);
      ctci.serve({ serve: 'history' });
    },
  };
};

const reset: ActionKind = (random) => {
  const value = `v${random.between(1, 999)}`;
  return { words: `reset to ${value}`, tries: [2], act: ({ chain }) => chain.reset(value) };
};

const askForPull: ActionKind = () => ({
  words: 'pullNow', tries: [14],
  async act({ chain }) {
    await chain.pull(20_000);
  },
});

const foreignHand: ActionKind = (random) => {
  if (random.chance(0.4)) return { words: 'somebody deletes the lookup', tries: [2], act: ({ devo }) => devo.removeLookup(LOOKUP) };
  const key = `CVE-2099-${random.between(1000, 9999)}`;
  return {
    words: `somebody else deploys ${key}`, tries: [2],
    act({ devo }) {
      const free = devo.lookup(LOOKUP)?.status === 'Available';
      if (free) devo.foreignDeploy(LOOKUP, { upsert: [{ cve: key }] });
    },
  };
};

/** Every kind with its weight. */
export const ACTION_KINDS: readonly (readonly [number, ActionKind])[] = [
  [5, moveList], [4, spoilWire], [3, failSource], [3, failSink], [2, killWorker], [2, stopWorker], [1, killEngine],
  [1, stepClock], [2, reset], [2, askForPull], [1, badList], [1, foreignHand],
];

function worker(bed: TestBed, index: number): TestBed['workers'][number] {
  const found = bed.workers[index % bed.workers.length];
  if (found === undefined) throw new Error('a test bed has at least one worker');
  return found;
}
