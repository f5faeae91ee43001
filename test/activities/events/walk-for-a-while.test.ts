import { afterEach, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  walkForAWhile,
  type StepProgress,
  type WalksEnd,
  type WalksOrder,
} from '../../../activities/events/walk-for-a-while';
import { CollectorError } from '../../../errors/collector-error';
import { SeenEvents } from '../../../domain/events/state/seen-events';
import { BUILT_IN_TAGS, createTagger } from '../../../domain/events/tag-map';
import type { TaggedMessage } from '../../../outputs/message-output';
import type { ThreatquotientSimulator } from '../../../simulators/threatquotient/threatquotient-simulator';
import { GATHER_LIMITS, type GatherLimits } from '../../../sources/threatquotient/gathered-pages';
import { NOTHING_WALKED } from '../../../sources/threatquotient/walk-pages';
import { Service, threatq } from '../../sources/threatquotient/rig';

const sent: TaggedMessage[] = [];
const saved: StepProgress[] = [];
let failures: CollectorError[] = [];

afterEach(() => {
  sent.length = 0;
  saved.length = 0;
  failures = [];
});

interface Wishes {
  readonly periodMs?: number | null;
  readonly forMs?: number;
  readonly retryForMs?: number;
  readonly from?: StepProgress;
  readonly send?: (messages: readonly TaggedMessage[], signal: AbortSignal) => Promise<void>;
  readonly signal?: AbortSignal;
  /** A page, when nothing else is said. */
  readonly batch?: Partial<GatherLimits>;
  readonly walked?: (requests: number) => void;
  readonly rest?: (ms: number) => void;
}

function run(simulator: ThreatquotientSimulator, wishes: Wishes = {}): Promise<WalksEnd> {
  const { periodMs = null, forMs = 0, retryForMs = 0, signal = new AbortController().signal } = wishes;
  const service = new Service(simulator.url);
  const notBefore = Math.floor(Date.now() / 1000) - 86_400;
  const nothing: StepProgress = {
    progress: { cursor: notBefore, seen: new SeenEvents(), window: null },
    place: null,
    tally: NOTHING_WALKED,
    requests: 0,
    walks: 0,
    polledAt: null,
  };
  const order: WalksOrder = {
    from: wishes.from ?? nothing,
    rules: { notBefore, overlap: 120, limit: 100 },
    periodMs,
    lastsMs: forMs,
  };
  return walkForAWhile(
    order,
    {
      source: { ...service.source, ...(wishes.rest && { rest: wishes.rest }) },
      send: async (messages, own) => {
        await wishes.send?.(messages, own);
        for (const { tag, message } of messages) sent.push({ tag, message }); // what they are made of is used again
        return 0;
      },
      tagOf: createTagger(BUILT_IN_TAGS),
      save: (reached) => saved.push(reached),
      patience: {
        retryForMs,
        now: () => performance.now(),
        sleep: (ms, until) => sleep(ms, undefined, { signal: until }),
        onFailure: (error) => failures.push(error),
      },
      timeOfDay: Date.now,
      log: () => undefined,
      batch: { ...GATHER_LIMITS, pages: 1, ...wishes.batch },
      addressSetting: 'inputs.threatq.api_base_url',
      walked: (_reached, _tally, requests) => wishes.walked?.(requests),
    },
    signal,
  );
}

test('one walk sends every event to its table, in order, with its pull, and tells what it did', async () => {
  const simulator = await threatq({ backlog: { count: 250, overSeconds: 10_000 }, customTypes: ['Brand Abuse'] });
  const { reached, error } = await run(simulator);
  expect(error).toBeNull();
  expect(reached).toMatchObject({
    tally: { received: 250, sent: 250, added: 250, duplicates: 0 },
    walks: 1,
    requests: 5,
  });
  const ids = new Set(sent.map(({ message }) => (JSON.parse(message) as Record<string, unknown>)['@devo_pulling_id']));
  expect(ids).toEqual(new Set([reached.polledAt! / 1000]));
  expect(new Set(sent.map(({ tag }) => tag)).size).toBe(15);
});

test('a period shorter than the window is walked again and again, and what comes meanwhile arrives', async () => {
  const simulator = await threatq();
  const walks: number[] = [];
  const pauses: number[] = [];
  const { reached, error } = await run(simulator, {
    rest: (ms) => pauses.push(ms),
    periodMs: 50,
    forMs: 1000,
    walked: (requests) => {
      walks.push(requests);
      if (walks.length < 4) simulator.create({ count: 3 });
    },
  });
  expect([error, sent.length, reached.tally.sent]).toEqual([null, 9, 9]);
  expect(pauses).toHaveLength(walks.length - 1);
  for (const ms of pauses) expect(ms).toBeLessThanOrEqual(50);
  expect(walks.length).toBeGreaterThan(4);
  expect(walks.slice(1).every((requests) => requests === 1)).toBe(true);
});

test('called off, it ends within the page that is under way, and says what is confirmed', async () => {
  const simulator = await threatq({ backlog: { count: 450, overSeconds: 10_000 } });
  const controller = new AbortController();
  const { reached, error } = await run(simulator, {
    signal: controller.signal,
    send: () => {
      if (sent.length === 100) controller.abort();
      return Promise.resolve();
    },
  });
  expect([error, sent.length, reached.tally.sent]).toEqual([null, 199, 199]);
  expect(reached.place).not.toBeNull();
  await run(simulator, { from: reached });
  expect(new Set(sent.map(({ message }) => (JSON.parse(message) as { id: number }).id)).size).toBe(450);
  expect(sent).toHaveLength(450);
});

test('between two walks it ends at once when it is called off', async () => {
  const simulator = await threatq();
  const controller = new AbortController();
  const end = await run(simulator, {
    periodMs: 60_000,
    forMs: 600_000,
    signal: controller.signal,
    walked: () => setImmediate(() => controller.abort()),
  });
  expect([end.error, end.reached.walks]).toEqual([null, 1]);
});

test('what passes is tried again for as long as patience lasts: source and sink, the same page', async () => {
  const simulator = await threatq({ backlog: { count: 250, overSeconds: 10_000 } });
  simulator.fail({ fault: 'status', status: 429, retryAfter: 0, requests: 1 });
  simulator.fail({ fault: 'cut', reset: true, requests: 1, laterPages: true });
  let refusals = 0;
  const { error } = await run(simulator, {
    retryForMs: 30_000,
    send: () => {
      refusals += 1;
      return refusals === 2
        ? Promise.reject(new CollectorError('devo_unreachable', { retryable: true }))
        : Promise.resolve();
    },
  });
  expect(error).toBeNull();
  expect(sent).toHaveLength(250);
  expect(failures.map(({ number }) => number)).toEqual([400, 473, 502]);
});

test('what does not pass is told with all that was confirmed before it', async () => {
  const simulator = await threatq({ backlog: { count: 250, overSeconds: 10_000 } });
  simulator.fail({ fault: 'html', laterPages: true });
  const { reached, error } = await run(simulator, { retryForMs: 30_000 });
  expect([error?.number, reached.tally.sent, sent.length, failures]).toEqual([474, 100, 100, []]);
  expect(saved.at(-1)).toBe(reached);
});

test('what was read before a fault is not kept waiting for what comes after it', async () => {
  const simulator = await threatq({ backlog: { count: 250, overSeconds: 10_000 } });
  simulator.fail({ fault: 'cut', reset: true, requests: 1, laterPages: true });
  const batches: number[] = [];
  const { error } = await run(simulator, {
    retryForMs: 30_000,
    batch: { pages: 100 },
    send: (messages) => {
      batches.push(messages.length);
      return Promise.resolve();
    },
  });
  expect([error, failures.length, batches]).toEqual([null, 1, [100, 150]]);
});

test('called off while a batch is on its way, it waits a moment for the confirmation, and no longer', async () => {
  const simulator = await threatq({ backlog: { count: 50, overSeconds: 10_000 } });
  const controller = new AbortController();
  const quick = await run(simulator, {
    signal: controller.signal,
    send: async () => {
      controller.abort();
      await sleep(50);
    },
  });
  expect([quick.error, quick.reached.tally.sent]).toEqual([null, 50]);
  const again = new AbortController();
  const startedAt = Date.now();
  const slow = await run(simulator, {
    signal: again.signal,
    send: async (_messages, own) => {
      again.abort();
      await sleep(60_000, undefined, { signal: own });
    },
  });
  expect([slow.error, slow.reached.tally.sent]).toEqual([null, 0]);
  expect(Date.now() - startedAt).toBeLessThan(5_000);
});
