import { setTimeout as wait } from 'node:timers/promises';
import { certain, counted } from '../effect';
import type { TestBed } from '../stage/test-bed';
import type { TcpProxy } from '../wires/tcp-proxy';
import type { Action } from './action';
import type { Random } from './random';

/**
 * A fault of a wire, drawn; what it does to the wire may last a while.
 *
 * @param words in the request whose answer is lost
 */
export function spoilWire(random: Random, name: string, words: string, wireOf: (bed: TestBed) => TcpProxy): Action {
  const { how, lasts, spoil, lost } = random.pick(wireFaults(random, words));
  const ms = random.between(200, 4000);
  return {
    words: `wire to ${name}: ${how}${lasts ? `, healed after ${ms} ms` : ', once'}`,
    tries: [lost ? 5 : 6],
    async act(bed) {
      const wire = wireOf(bed);
      const met = counted(() => wire.met());
      spoil(wire);
      if (!lasts) return met;
      await wait(ms);
      wire.heal('keepOnce');
      return certain(met());
    },
  };
}

interface WireFault {
  readonly how: string;
  /** Until it is healed; else it waits for the data that it is meant for. */
  readonly lasts: boolean;
  readonly lost: boolean;
  readonly spoil: (wire: TcpProxy) => void;
}

function wireFaults(random: Random, words: string): WireFault[] {
  const delay = random.between(20, 300);
  const slice = random.between(1, 700);
  const bytes = random.between(1, 60_000);
  const lasting = (how: string, spoil: WireFault['spoil']): WireFault => ({ how, lasts: true, lost: false, spoil });
  const once = (how: string, spoil: WireFault['spoil'], lost = false): WireFault => ({
    how,
    lasts: false,
    lost,
    spoil,
  });
  return [
    lasting(`${delay} ms slower`, (wire) => wire.delay(delay)),
    lasting(`slices of ${slice * 20} bytes`, (wire) => wire.slice(slice * 20)),
    lasting('cut', (wire) => wire.cut()),
    lasting('reset', (wire) => wire.reset()),
    lasting('half-closed', (wire) => wire.halfClose()),
    lasting('stalled', (wire) => wire.stall()),
    lasting('refused', (wire) => {
      wire.refuse();
      wire.reset();
    }),
    once(`broken after ${bytes} bytes of answers`, (wire) => wire.limit(bytes, false)),
    once(`broken after ${bytes} bytes of requests`, (wire) => wire.limit(bytes, true)),
    once('done, but the answer is lost', (wire) => wire.loseAnswer(words), true),
  ];
}
