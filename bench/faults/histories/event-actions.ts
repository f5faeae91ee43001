import { certain, counted, used } from '../effect';
import type { EventsSide } from '../stage/events-side';
import type { TestBed } from '../stage/test-bed';
import { SYSLOG_FAULTS, THREATQ_FAULTS } from '../wires/events-peer-faults';
import type { ActionKind, ActionKinds } from './action';
import { spoilWire } from './spoil-wire';

/** Promises about events that everything tries that makes or spoils a delivery of them. */
const DELIVERY = [34, 36, 37];

const createEvents: ActionKind = (random) => {
  const count = random.chance(0.15) ? 200 : random.between(1, 30);
  return {
    words: `${count} new events`,
    tries: count === 200 ? [28, ...DELIVERY] : DELIVERY,
    act: (bed) => certain(eventsOf(bed).threatq.create({ count }).length > 0),
  };
};

const updateEvents: ActionKind = (random) => {
  const count = random.between(1, 10);
  return {
    words: `${count} events are updated`,
    tries: DELIVERY,
    act(bed) {
      const { threatq } = eventsOf(bed);
      const ids = threatq.events().map(({ id }) => id);
      threatq.update(ids.slice(-count));
      return certain(ids.length > 0);
    },
  };
};

const spoilEventsWire: ActionKind = (random) => {
  const name = random.pick(['threatq', 'syslog'] as const);
  const words = { threatq: '/api/events/query', syslog: '' }[name];
  const spoiling = spoilWire(random, name, words, (bed) => eventsOf(bed).wires[name]);
  return { ...spoiling, tries: [6, 35, ...DELIVERY], repeats: 1 };
};

const failThreatq: ActionKind = (random) => {
  const [tries, chosen] = random.pick(THREATQ_FAULTS);
  const fault = { ...chosen, requests: random.between(1, 3) };
  return {
    words: `ThreatQ: ${JSON.stringify(fault)}`,
    tries: [...tries, ...DELIVERY],
    act(bed) {
      const { threatq } = eventsOf(bed);
      return used(threatq, () => threatq.fail(fault));
    },
  };
};

const failSyslog: ActionKind = (random) => {
  const kind = random.pick(SYSLOG_FAULTS);
  const afterBytes = random.between(1, 20_000);
  return {
    words: `the sink: ${kind} after ${afterBytes} bytes`,
    tries: [6, 35, ...DELIVERY],
    repeats: 1,
    act(bed) {
      const { sink } = eventsOf(bed);
      const connected = counted(() => sink.connections.length);
      sink.failNext({ kind, afterBytes });
      return connected;
    },
  };
};

const revokeTokens: ActionKind = () => ({
  words: 'tokens of ThreatQ are revoked',
  tries: [27, ...DELIVERY],
  act(bed) {
    const { threatq } = eventsOf(bed);
    const logins = counted(() => threatq.state().counters.requests['/api/token'] ?? 0);
    threatq.forgetTokens();
    return logins;
  },
});

const resetEvents: ActionKind = (random) => {
  const value = `e${random.between(1, 999)}`;
  return {
    words: `events are reset to ${value}`,
    tries: DELIVERY,
    repeats: 'all',
    async act(bed) {
      await eventsOf(bed).chain.reset(value);
      return certain();
    },
  };
};

const askForEvents: ActionKind = () => ({
  words: 'pullNow of events',
  tries: [14, ...DELIVERY],
  async act(bed) {
    await eventsOf(bed).chain.pull(20_000);
    return certain();
  },
});

export const EVENT_ACTION_KINDS: ActionKinds = [
  [5, createEvents],
  [3, updateEvents],
  [3, spoilEventsWire],
  [4, failThreatq],
  [2, failSyslog],
  [2, revokeTokens],
  [1, resetEvents],
  [2, askForEvents],
];

function eventsOf({ events }: TestBed): EventsSide {
  if (events === null) throw new Error('the bed has no service of events');
  return events;
}
