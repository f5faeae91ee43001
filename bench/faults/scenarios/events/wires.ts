import { setTimeout as wait } from 'node:timers/promises';
import { counted } from '../../effect';
import { eventually } from '../../eventually';
import { PAGE } from '../../stage/events-side';
import type { TcpProxy } from '../../wires/tcp-proxy';
import type { Scenario } from '../scenario';
import { ofEvents, type EventsStage } from './events-stage';

const MEET_MS = 20_000;
const SINK_AWAY_MS = 60_000;

type Spoil = (wire: TcpProxy) => Promise<void> | void;

const EVERYWHERE: readonly (readonly [string, Spoil])[] = [
  ['150 ms slower', (wire) => wire.delay(150)],
  ['reset in mid-work', (wire) => inMidWork(wire, () => wire.reset())],
  ['half-closed in mid-work', (wire) => inMidWork(wire, () => wire.halfClose())],
  ['cut in mid-work', (wire) => inMidWork(wire, () => wire.cut())],
  ['stalled for 2 s', stallAwhile],
];

const OF_SOURCE: readonly (readonly [string, Spoil])[] = [
  ...EVERYWHERE,
  ['slices of 500 bytes', (wire) => wire.slice(500)],
  ['broken in the middle of a page', (wire) => wire.limit(9_000, false)],
  ['a page that is lost', (wire) => wire.loseAnswer('/api/events/query')],
];

const OF_SINK: readonly (readonly [string, Spoil])[] = [
  ...EVERYWHERE,
  ['slices of 500 bytes', (wire) => wire.slice(500)],
  ['broken in the middle of a batch', (wire) => wire.limit(60_000, true)],
  ['a handshake that is lost', (wire) => wire.loseAnswer('')],
];

const OF_ENGINE: readonly (readonly [string, Spoil])[] = [
  ...EVERYWHERE,
  ['an answer that is lost', (wire) => wire.loseAnswer('')],
];

/** Slowed down first, so that there is work to be met in. */
async function inMidWork(wire: TcpProxy, spoil: () => void): Promise<void> {
  const working = counted(() => wire.met());
  wire.delay(100);
  await eventually(MEET_MS, () => (working() ? null : 'no data yet'), 5);
  spoil();
  wire.heal();
}

async function stallAwhile(wire: TcpProxy): Promise<void> {
  wire.stall();
  await wait(2000);
  wire.heal();
}

/** A pull may fail of it; the next ones, on a wire that is well, bring all. */
async function pullThrough(stage: EventsStage, wire: TcpProxy, words: string, spoil: Spoil): Promise<void> {
  stage.create(3 * PAGE);
  const met = counted(() => wire.met());
  const spoiling = Promise.resolve(spoil(wire));
  await stage.tryPull();
  await spoiling;
  wire.heal();
  stage.expect(met(), `${words}: no data and no connection met it`);
  await stage.untilQuiet();
}

function spoiled(name: string, wireOf: (stage: EventsStage) => TcpProxy, spoils: typeof OF_SINK): Scenario {
  return ofEvents({
    name: `the wire to ${name}`,
    promises: [6],
    async play(stage) {
      await stage.begin();
      await stage.pull();
      for (const [index, [words, spoil]] of spoils.entries()) {
        await pullThrough(stage, wireOf(stage), words, spoil);
        stage.expectConserved(words, index + 1);
      }
    },
  });
}

export const wires: readonly Scenario[] = [
  ofEvents({
    name: 'the sink is away for a minute',
    promises: [6, 20],
    async play(stage) {
      const { bed, events } = stage;
      await stage.begin(2 * PAGE, '@every 2s');
      await stage.untilArrived('the backlog');
      events.wires.syslog.refuse();
      events.wires.syslog.reset();
      const turnedAway = counted(() => events.wires.syslog.met());
      for (let waited = 0; waited < SINK_AWAY_MS; waited += SINK_AWAY_MS / 6) {
        stage.create(PAGE);
        stage.stage.move(1);
        await wait(SINK_AWAY_MS / 6);
      }
      await bed.chain.pull();
      stage.stage.expectEqual('beside events that cannot be delivered', 20);
      stage.expect(turnedAway(), 'nobody asked for the sink while it was away');
      events.wires.syslog.heal();
      await stage.untilArrived('a minute without the sink');
      stage.expectConserved('a minute without the sink', 1);
    },
  }),
  spoiled('ThreatQ', ({ events }) => events.wires.threatq, OF_SOURCE),
  spoiled('the sink', ({ events }) => events.wires.syslog, OF_SINK),
  spoiled('the engine', ({ bed }) => bed.wires.temporal, OF_ENGINE),
];
