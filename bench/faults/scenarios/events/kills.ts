import { eventually } from '../../eventually';
import { used } from '../../effect';
import { repeatsOf } from '../../judge/delivered-events';
import { PAGE } from '../../stage/events-side';
import type { Scenario } from '../scenario';
import { ofEvents, type EventsStage } from './events-stage';

const REACHED_MS = 20_000;
/** A walk is given away after 10 s without a word of it, and once more. */
const GIVEN_TWICE_MS = 60_000;
const SLOW_ENGINE_MS = 500;

/** A moment at which the worker is killed: `hold` makes it last, and what it returns says that it is reached. */
interface Moment {
  readonly name: string;
  readonly step: 'setup' | 'pullEvents';
  readonly hold: (stage: EventsStage) => () => boolean;
  /** For several batches: the source is slow, and stays so. */
  readonly pages?: number;
}

const MOMENTS: readonly Moment[] = [
  {
    name: 'setup',
    step: 'setup',
    hold: ({ events: { threatq } }) =>
      used(threatq, () => threatq.fail({ fault: 'no-answer', on: 'token', requests: 1 })),
  },
  {
    name: 'pullEvents, before its first page',
    step: 'pullEvents',
    hold: ({ events: { threatq } }) => used(threatq, () => threatq.fail({ fault: 'no-answer', requests: 1 })),
  },
  {
    name: 'pullEvents, between two pages',
    step: 'pullEvents',
    hold: ({ events: { threatq } }) =>
      used(threatq, () => threatq.fail({ fault: 'no-answer', requests: 1, laterPages: true })),
  },
  {
    name: 'pullEvents, with half of a batch in the sink',
    step: 'pullEvents',
    hold: ({ events: { sink } }) => {
      sink.failNext({ kind: 'stall', afterBytes: 20_000 });
      return () => sink.received() > 0;
    },
  },
  {
    name: 'pullEvents, with a batch in the sink that nobody has confirmed',
    step: 'pullEvents',
    hold: ({ events: { sink } }) => {
      sink.failNext({ kind: 'silent-end', afterBytes: 1 });
      return () => sink.received() === 6 * PAGE;
    },
  },
  {
    name: 'pullEvents, with two batches confirmed and the next under way',
    step: 'pullEvents',
    hold: ({ events: { sink, threatq } }) => {
      threatq.fail({ fault: 'slow', ms: 600 }); // what is read is sent after a second
      return () => sink.connections.length > 2;
    },
    pages: 15,
  },
];

export const kills: readonly Scenario[] = [
  ...MOMENTS.map(({ name, step, hold, pages }) =>
    ofEvents({
      name: `the worker is killed in ${name}`,
      async play(stage) {
        const { bed, events } = stage;
        const reached = hold(stage);
        await stage.begin((pages ?? 6) * PAGE);
        const pulling = stage.pull();
        pulling.catch(() => undefined);
        const missed = await eventually(REACHED_MS, () => (reached() ? null : 'not reached'), 2);
        stage.expect(missed === null, `the pull never came to ${name}`);
        stage.expect(bed.workers[0]?.kill() === true, 'there was no worker to be killed');
        if (pages === undefined) events.threatq.clearFaults();
        await pulling;
        events.threatq.clearFaults();
        stage.expect((await events.chain.attemptsOf(step)) === 2, `${step} was not lost: it was worked at once`);
        stage.expectConserved(`killed in ${name}`, 1);
        await stage.untilQuiet();
        stage.create(PAGE);
        await stage.pull();
        stage.expectConserved('events after the kill', 1);
      },
    }),
  ),
  ofEvents({
    name: 'the worker is killed between two walks of a window',
    async play(stage) {
      const { bed } = stage;
      await stage.begin(2 * PAGE, '@every 2s');
      await stage.untilArrived('the backlog');
      stage.expect(bed.workers[0]?.kill() === true, 'there was no worker to be killed');
      stage.create(PAGE);
      await stage.untilArrived('killed between two walks');
      stage.expectConserved('killed between two walks', 1);
    },
  }),
  ofEvents({
    name: 'the worker stands still until its walk was given to it twice more',
    promises: [14],
    async play(stage) {
      const { bed, events } = stage;
      const [worker] = bed.workers;
      events.threatq.fail({ fault: 'no-answer', requests: 1 });
      await stage.begin();
      const pulling = stage.pull();
      pulling.catch(() => undefined);
      const missed = await eventually(REACHED_MS, () => (stage.requests > 0 ? null : 'no walk'), 2);
      stage.expect(missed === null, 'the pull never came to its first page');
      stage.expect(worker?.stand() === true, 'there was no worker to be stopped');
      const given = await eventually(GIVEN_TWICE_MS, async () =>
        (await events.chain.attemptAt('pullEvents')) === 3 ? null : 'not yet',
      );
      bed.wires.temporal.delay(SLOW_ENGINE_MS); // whom the step belongs to is heard later than a walk takes
      worker?.goOn();
      stage.expect(given === null, 'the walk was not given to the worker twice more');
      await pulling;
      bed.wires.temporal.heal();
      await stage.untilQuiet();
      // The first attempt has sent nothing, so whatever came twice came from two of them.
      const repeats = repeatsOf(events.arrived());
      stage.expect(repeats === 0, `two attempts of a step were at work at once: ${repeats} events came twice`);
      stage.expectConserved('two attempts in the hands of one worker', 0);
    },
  }),
  ofEvents({
    name: 'every process is killed at once, in mid-walk',
    promises: [10, 18],
    workers: 2,
    async play(stage) {
      const { bed, events } = stage;
      await stage.begin();
      events.threatq.fail({ fault: 'slow', ms: 400 });
      events.chain.pull().catch(() => undefined); // nobody can answer: the engine goes as well
      const missed = await eventually(REACHED_MS, () => (events.sink.received() > 0 ? null : 'nothing came'), 2);
      stage.expect(missed === null, 'the walk never came to the sink');
      await bed.engine.kill();
      for (const worker of bed.workers) worker.kill();
      events.threatq.clearFaults();
      await bed.engine.restart();
      await Promise.all(bed.workers.map((worker) => worker.untilReady()));
      await stage.untilArrived('every process was killed');
      await stage.untilQuiet();
      // The engine is gone as well: it may have missed the last heartbeat, and with it a batch that was confirmed.
      stage.expectConserved('every process was killed', 2);
    },
  }),
];
