import { expect, test } from '@jest/globals';
import { type DueMessage, type Outputs, sendToOutputs } from '../../../activities/events/send-to-outputs';
import { CollectorError } from '../../../errors/collector-error';
import { carryAhead, resumeAhead } from '../../../packing/progress';
import type { MessageOutput, RefusedMessage } from '../../../outputs/message-output';

const signal = new AbortController().signal;

/** A sink that keeps what it confirms. */
class Sink implements MessageOutput {
  readonly type = 'console';
  readonly got: string[] = [];
  fails = false;
  refuses: (message: string) => boolean = () => false;

  constructor(readonly name: string) {}

  send(messages: readonly { readonly message: string }[]) {
    if (this.fails) return Promise.reject(new CollectorError('devo_unreachable', { seen: this.name }));
    const refused: RefusedMessage[] = [];
    for (const [index, { message }] of messages.entries()) {
      if (this.refuses(message)) refused.push({ index, bytes: message.length, why: 'too large' });
      else this.got.push(message);
    }
    return Promise.resolve({ sent: messages.length - refused.length, bytes: 0, ms: 1, requests: 1, refused });
  }

  close(): void {
    return undefined;
  }
}

function version(id: number, fingerprint = 'aaaaaaaaaaaa'): DueMessage {
  const row = { id: String(id), updatedAt: 1_000 + id, fingerprint };
  return { tag: 'a.b', message: `${String(id)} ${fingerprint.slice(0, 1)}`, row };
}

const told: string[] = [];

function open(sinks: readonly Sink[], ahead: ReturnType<Outputs['ahead']> = new Map()): Outputs {
  return sendToOutputs(
    sinks,
    { sent: {}, ahead },
    {
      delivered: () => undefined,
      ahead: () => undefined,
      refused: (error) => told.push(error.message),
      report: (error) => error.report(),
    },
  );
}

test('an output that fails keeps a batch from no other, and they do not get it again', async () => {
  const [one, two, three] = [new Sink('one'), new Sink('two'), new Sink('three')];
  const outputs = open([one, two, three]);
  const batch = [version(1), version(2)];
  one.fails = true;
  two.fails = true;
  await expect(outputs.send(batch, signal)).rejects.toMatchObject({ number: 502 });
  expect([...outputs.failures().keys()]).toEqual(['one', 'two']);
  one.fails = false;
  await expect(outputs.send(batch, signal)).rejects.toMatchObject({ number: 502 });
  two.fails = false;
  await outputs.send(batch, signal);
  for (const { got } of [one, two, three]) expect(got).toEqual(['1 a', '2 a']);
  expect(outputs.ahead().size).toBe(0);
});

test('with an output that is away, the others get each version once; back again, it has all of them', async () => {
  const [here, away] = [new Sink('here'), new Sink('away')];
  away.fails = true;
  let carried: ReturnType<typeof carryAhead>;
  for (const batch of [
    [version(1), version(2)],
    [version(1), version(2, 'bbbbbbbbbbbb'), version(3)],
    [version(1), version(2, 'bbbbbbbbbbbb'), version(3)],
  ]) {
    const outputs = open([here, away], resumeAhead(carried));
    await expect(outputs.send(batch, signal)).rejects.toMatchObject({ number: 502 });
    carried = JSON.parse(JSON.stringify(carryAhead(outputs.ahead()))) as ReturnType<typeof carryAhead>;
  }
  expect(here.got).toEqual(['1 a', '2 a', '2 b', '3 a']);
  away.fails = false;
  const outputs = open([here, away], resumeAhead(carried));
  await outputs.send([version(1), version(2, 'bbbbbbbbbbbb'), version(3), version(4)], signal);
  expect(here.got).toEqual(['1 a', '2 a', '2 b', '3 a', '4 a']);
  expect(away.got).toEqual(['1 a', '2 b', '3 a', '4 a']);
  expect(carryAhead(outputs.ahead())).toBeUndefined();
});

test('what one output knows beyond the others stays small, however long another is away', async () => {
  const [here, away] = [new Sink('here'), new Sink('away')];
  away.fails = true;
  const outputs = open([here, away]);
  for (let round = 0; round < 12; round += 1) {
    const batch = Array.from({ length: 5_000 }, (_, index) => version(round * 5_000 + index));
    await expect(outputs.send(batch, signal)).rejects.toMatchObject({ number: 502 });
  }
  expect(outputs.ahead().get('here')?.size).toBeLessThanOrEqual(20_000);
});

test('an event that an output does not take is named with its id, counted, and counts as not sent', async () => {
  told.length = 0;
  const [picky, easy] = [new Sink('picky'), new Sink('easy')];
  picky.refuses = (message) => /^[2-8] /.test(message);
  const outputs = open([picky, easy]);
  const batch = Array.from({ length: 9 }, (_, index) => version(index + 1));
  expect(await outputs.send(batch, signal)).toBe(7);
  expect(outputs.sent()).toMatchObject({
    picky: {
      sent: 2,
      refused: {
        count: 7,
        ids: ['2', '3', '4', '5', '6'],
        error: { number: 512, setting: 'outputs.picky', message: expect.stringMatching(/2, 3, 4, 5, 6 and 2 more/) },
      },
    },
    easy: { sent: 9 },
  });
  expect(outputs.sent()['easy']).not.toHaveProperty('refused');
  expect(told).toHaveLength(7);
  expect(told[0]).toMatch(/event 2, .*too large/);
});

test('called off, it is no failure of an output', async () => {
  const controller = new AbortController();
  const sink = new Sink('one');
  sink.send = () => {
    controller.abort(new Error('called off'));
    return Promise.reject(new Error('aborted'));
  };
  await expect(open([sink, new Sink('two')]).send([version(1)], controller.signal)).rejects.toThrow('called off');
});
