import { eventually } from '../../eventually';
import { missingEvents } from '../../judge/events-complaints';
import { COLLECTOR, PAGE } from '../../stage/events-side';
import type { ThreatquotientFaultRequest } from '../../../../simulators/threatquotient/threatquotient-fault';
import type { Scenario } from '../scenario';
import { ofEvents, type EventsStage } from './events-stage';

type Faults = readonly (readonly [string, readonly ThreatquotientFaultRequest[]])[];

const LATER = { laterPages: true } as const;

const LAG_SECONDS = 2;
const LATE_SECONDS = 9;

/** What comes is not what was asked for, and is a page all the same. */
const OTHERWISE: Faults = [
  ['ignores the window', [{ fault: 'ignore-window', requests: 6 }]],
  ['ignores the limit', [{ fault: 'ignore-limit', requests: 2 }]],
  ['ignores the sort', [{ fault: 'ignore-sort' }]],
  ['ignores the fields', [{ fault: 'ignore-fields', requests: 4 }]],
];

/** What comes is no page: the pull fails, by name, and the cursor stays. */
const NO_PAGE: Faults = [
  ['answers {}', [{ fault: 'answer', form: 'bare', requests: 1, ...LATER }]],
  ['answers data: null', [{ fault: 'answer', form: 'null-data', requests: 1, ...LATER }]],
  ['answers with an error in the body', [{ fault: 'error-in-body', requests: 1, ...LATER }]],
  ['answers a page of HTML', [{ fault: 'html', requests: 1, ...LATER }]],
  ['gives the same page for ever', [{ fault: 'ignore-offset', requests: 40, ...LATER }]],
];

const MOVING: Faults = [
  ['repeats a page', [{ fault: 'ignore-offset', requests: 2, ...LATER }]],
  ['gives an empty page in the midst', [{ fault: 'empty-page', requests: 1, ...LATER }]],
  ['gives short pages', [{ fault: 'short-page', rows: 3, requests: 5 }]],
  ['counts wrongly', [{ fault: 'wrong-total', total: 3, requests: 3 }]],
  ['grows while it is walked', [{ fault: 'then-create', count: 3, requests: 5 }]],
  ['updates events while it is walked', [{ fault: 'then-update', count: 4, requests: 5 }]],
  ['loses events while it is walked', [{ fault: 'then-vanish', count: 4, requests: 3 }]],
];

async function pullThrough(stage: EventsStage, faults: Faults): Promise<void> {
  for (const [what, asked] of faults) {
    stage.create(3 * PAGE);
    for (const fault of asked) stage.events.threatq.fail(fault);
    await stage.tryPull();
    stage.events.threatq.clearFaults();
    stage.create(3);
    await stage.untilQuiet();
    stage.expectConserved(`a server that ${what}`);
  }
}

/** Events of three seconds ago that show in some seconds: behind what has been delivered till then. */
function createLate({ events: { threatq } }: EventsStage): void {
  threatq.setProfile({ settings: { indexLagSeconds: LATE_SECONDS } });
  threatq.create({ count: 5, at: Math.floor(Date.now() / 1000) - 3 });
  threatq.setProfile({ settings: { indexLagSeconds: LAG_SECONDS } });
}

export const servers: readonly Scenario[] = [
  ofEvents({
    name: 'a server that heeds neither window, limit, sort nor fields',
    promises: [29],
    async play(stage) {
      await stage.begin();
      await stage.pull();
      await pullThrough(stage, OTHERWISE);
    },
  }),
  ofEvents({
    name: 'a server whose answers are no pages',
    promises: [29, 15],
    events: { service: { retry_for_seconds: 0 } },
    async play(stage) {
      await stage.begin();
      await stage.pull();
      for (const [what, [fault]] of NO_PAGE) {
        stage.create(3 * PAGE);
        if (fault) stage.events.threatq.fail(fault);
        await stage.failingPull(`a server that ${what}`);
        stage.events.threatq.clearFaults();
        await stage.untilQuiet();
        stage.expectConserved(`a server that ${what}`);
      }
    },
  }),
  ofEvents({
    name: 'pages that move while they are walked',
    promises: [28],
    async play(stage) {
      await stage.begin();
      await stage.pull();
      await pullThrough(stage, MOVING);
    },
  }),
  ofEvents({
    name: 'two hundred events of one second, and an index that lags',
    promises: [28],
    events: {
      service: { overlap_in_seconds: 30 },
      threatq: { profile: { settings: { indexLagSeconds: LAG_SECONDS } } },
    },
    async play(stage) {
      const { threatq } = stage.events;
      await stage.begin();
      for (const round of [1, 2, 3]) {
        const ids = threatq.create({ count: 10 * PAGE });
        createLate(stage);
        await stage.pull();
        threatq.update(ids.slice(0, 2 * PAGE));
        await stage.pull();
        const missing = await eventually(20_000, async () => {
          await stage.untilQuiet();
          return missingEvents(stage.events);
        });
        stage.expect(missing === null, `round ${round}: ${missing ?? ''}`);
        stage.expectConserved(`round ${round} of events of one second`);
      }
    },
  }),
  ofEvents({
    name: 'a token that is revoked in mid-walk',
    promises: [27],
    async play(stage) {
      const { threatq } = stage.events;
      await stage.begin();
      threatq.fail({ fault: 'slow', ms: 100 });
      const pulling = stage.pull();
      pulling.catch(() => undefined);
      const missed = await eventually(20_000, () => (stage.requests >= 3 ? null : 'no walk'), 2);
      stage.expect(missed === null, 'the walk never came to its third page');
      threatq.forgetTokens();
      const report = await pulling;
      stage.expect(report.outcome === 'delivered', `the pull was ${report.outcome}`);
      stage.expect(stage.logins === 2, `it took ${stage.logins} logins`);
      stage.expectConserved('with another token');
    },
  }),
  ofEvents({
    name: 'a password that is refused, pull after pull',
    promises: [27],
    settings: {
      edit: ({ inputs }) => {
        Object.assign(inputs.threatquotient_data_puller ?? {}, {
          credentials: { username: COLLECTOR, password: 'an-old-password' },
        });
      },
    },
    async play(stage) {
      const { bed, events } = stage;
      await stage.begin();
      for (const pull of ['first', 'second', 'third', 'fourth', 'fifth', 'sixth']) {
        const { message } = await stage.failingPull(`the ${pull} pull`);
        stage.expect(/credentials|password/i.test(message), `the error does not say what was refused: ${message}`);
        stage.expect(stage.logins === 1, `after the ${pull} pull the password had been tried ${stage.logins} times`);
      }
      stage.expect(events.threatq.state().lockedUntil === null, 'the account is locked');
      await bed.configure(({ inputs }) => {
        Object.assign(inputs.threatquotient_data_puller ?? {}, {
          credentials: { username: COLLECTOR, password: events.password.value },
        });
      });
      await stage.pull();
      stage.expectConserved('with the right password');
    },
  }),
];
