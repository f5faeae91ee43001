import { DefaultLogger, Runtime } from '@temporalio/worker';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { flushWhenLogged } from '../../../worker/log/flush-when-logged';

const timers = jest.spyOn(globalThis, 'setInterval');
const ended = jest.spyOn(globalThis, 'clearInterval');

let handOn: (line: string) => void = () => undefined;
let runtime: Runtime;

beforeAll(() => {
  runtime = Runtime.install({
    logger: new DefaultLogger('TRACE', ({ message }) => handOn(message)),
    shutdownSignals: [],
    telemetryOptions: { logging: { forward: {} } },
  });
  flushWhenLogged(runtime, (level) => level !== 'TRACE');
});

afterAll(() => runtime.shutdown());

test('while nobody says a word, nothing looks more than once a second whether there are lines', () => {
  const often = timers.mock.calls.flatMap(([, ms], index) =>
    ms !== undefined && ms < 1_000 ? [timers.mock.results[index]?.value] : [],
  );
  expect(often.length).toBeGreaterThan(0); // that of the SDK
  const over: readonly unknown[] = ended.mock.calls.map(([timer]) => timer);
  for (const timer of often) expect(over).toContain(timer);
});

test('lines are handed on soon after they were said, in their order, time after time', async () => {
  const lines: string[] = [];
  for (const round of ['one', 'two']) {
    const both = new Promise<void>((resolve) => {
      handOn = (line) => {
        lines.push(line);
        if (line === `${round} warning`) resolve();
      };
    });
    runtime.logger.info(`${round} line`);
    runtime.logger.warn(`${round} warning`);
    await both;
  }
  expect(lines).toEqual(['one line', 'one warning', 'two line', 'two warning']);
});

test('what is not shown wakes nobody up', () => {
  const lines: string[] = [];
  handOn = (line) => lines.push(line);
  const waiting = jest.spyOn(globalThis, 'setTimeout');
  runtime.logger.trace('of no interest');
  expect(waiting).not.toHaveBeenCalled();
  runtime.flushLogs();
  expect(lines).toEqual([]);
});

test('what is said last is handed on when the runtime is told to', () => {
  const lines: string[] = [];
  handOn = (line) => lines.push(line);
  runtime.logger.error('the last word');
  runtime.flushLogs();
  expect(lines).toEqual(['the last word']);
});
