import { eventually } from '../../eventually';
import { PAGE } from '../../stage/events-side';
import type { Scenario } from '../scenario';
import { ofEvents } from './events-stage';

const HOUR_SECONDS = 3600;
/** A worker looks at its own clock this often at least, and says so in its log. */
const STEPPED_MS = 20_000;

export const clocks: readonly Scenario[] = [
  ...[HOUR_SECONDS, -HOUR_SECONDS].map((seconds) =>
    ofEvents({
      name: `the clock of ThreatQ goes by ${seconds} s and comes back`,
      promises: [28],
      async play(stage) {
        const { threatq } = stage.events;
        await stage.begin();
        await stage.pull();
        for (const [index, clockSkewSeconds] of [seconds, 0].entries()) {
          threatq.setProfile({ settings: { clockSkewSeconds } });
          threatq.create({ count: PAGE });
          await stage.pull(); // hears of the clock
          await stage.untilQuiet();
          // Where the clock is put back beyond what is remembered, what is of that time may come again.
          stage.expectConserved(`a clock of ThreatQ that is ${clockSkewSeconds} s off`, index + 1);
        }
      },
    }),
  ),
  ...[HOUR_SECONDS, -HOUR_SECONDS].map((seconds) =>
    ofEvents({
      name: `the clock of the worker goes by ${seconds} s and comes back`,
      promises: [28],
      async play(stage) {
        const { bed, events } = stage;
        const [worker] = bed.workers;
        await stage.begin(2 * PAGE, '@every 2s');
        await stage.untilArrived('the backlog');
        for (const shift of [seconds, 0]) {
          worker?.shiftClock(shift * 1000);
          events.threatq.create({ count: PAGE });
          await stage.untilArrived(`a clock of the worker that is ${shift} s off`);
          const stepped = await eventually(STEPPED_MS, () => (worker?.hadClockOf(shift) ? null : 'not stepped'));
          stage.expect(stepped === null, 'the clock of the worker did not move');
          await stage.untilQuiet();
          stage.expectConserved(`a clock of the worker that is ${shift} s off`);
        }
      },
    }),
  ),
];
