import { readFileSync } from 'node:fs';
import type { CtciFaultRequest } from '../../../simulators/ctci/ctci-fault';
import type { DevoFaultRequest } from '../../../simulators/devo/devo-fault';
import type { Scenario } from './scenario';
import type { Stage } from './stage';

/** What is no list, and words that its error must hold: the server's own, or what was seen of it. */
const NO_LIST: readonly (readonly [CtciFaultRequest, RegExp])[] = [
  [{ fault: 'status', status: 401 }, /401/],
  [{ fault: 'status', status: 403 }, /403/],
  [{ fault: 'status', status: 404 }, /404/],
  [{ fault: 'error-in-body', status: 401 }, /401/],
  [{ fault: 'html' }, /html/i],
  [{ fault: 'not-json' }, /200|json/i],
  ...(['no-data', 'other-name', 'single-object', 'null', 'columns', 'page'] as const).map(
    (form) => [{ fault: 'envelope', form }, /list|data|rows|null/i] as const,
  ),
];

/** Bodies that are spoiled on the way, with the errors' names for people. */
const SPOILED: readonly (readonly [CtciFaultRequest, RegExp])[] = [
  [{ fault: 'truncated-json' }, /json|cut/i],
  [{ fault: 'cut' }, /cut|closed|reach|reset/i],
  [{ fault: 'cut', reset: true }, /cut|closed|reach|reset/i],
  [{ fault: 'gzip-garbage' }, /gzip|unpack|json|decompress|cut|header/i],
  [{ fault: 'endless' }, /large|MB|bytes/i],
  [{ fault: 'too-large' }, /large|MB|bytes/i],
  [{ fault: 'gzip-bomb' }, /large|MB|bytes/i],
];

/** Spellings of the same list. */
const TOLERATED: readonly CtciFaultRequest[] = [
  { fault: 'nan' },
  { fault: 'floats' },
  { fault: 'content-type', value: 'text/html' },
  { fault: 'dates', form: 'iso' },
  { fault: 'dates', form: 'rfc1123' },
  { fault: 'dates', form: 'seconds' },
  { fault: 'dates', form: 'digits' },
  { fault: 'dates', form: 'day' },
  { fault: 'duplicate-rows' },
  { fault: 'rows-without-id' },
  { fault: 'year-underscore' },
  { fault: 'shuffled' },
  { fault: 'envelope', form: 'bare' },
  { fault: 'envelope', form: 'only-data' },
  { fault: 'slow', bytesPerSecond: 200_000 },
];

const SINK_FAULTS: readonly (readonly [DevoFaultRequest, RegExp])[] = [
  [{ fault: 'status', status: 401 }, /token/i],
  [{ fault: 'status', status: 400, on: 'deploy' }, /400|refused/i],
  [{ fault: 'html' }, /html/i],
  [{ fault: 'fail-job', msg: 'no space left on node 7' }, /no space left on node 7/],
  [{ fault: 'status', status: 503 }, /503|unavailable/i],
];

/**
 * Peak of a worker that has just been sent 100 MB three times: a body is never held as a whole, only a row that does
 * not end.
 */
const PEAK_LIMIT_MB = 600;

export const badAnswers: readonly Scenario[] = [
  {
    name: 'a bad key, a page, another shape',
    promises: [8, 15],
    settings: { service: { retry_for_seconds: 1 } },
    async play(stage) {
      await stage.begin();
      await stage.pull();
      await failInTurn(stage, NO_LIST);
    },
  },
  {
    name: 'bodies cut, garbled, too large and endless',
    promises: [16, 15],
    settings: { service: { retry_for_seconds: 1 } },
    async play(stage) {
      await stage.begin();
      await stage.pull();
      await failInTurn(stage, SPOILED);
      const peak = peakMegabytes(stage.bed.workers[0]?.pid);
      stage.say(`the worker's memory was ${peak} MB at most`);
      stage.expect(peak < PEAK_LIMIT_MB, `the worker took ${peak} MB`);
    },
  },
  {
    name: 'the same list in other spellings',
    promises: [16, 3],
    async play(stage) {
      const { ctci } = stage.bed;
      await stage.begin();
      await stage.pull();
      const { deploys } = stage;
      for (const fault of TOLERATED) {
        ctci.fail({ ...fault, requests: 1 });
        const report = await stage.pull();
        stage.expect(
          report.outcome === 'unchanged' && stage.deploys === deploys,
          `${JSON.stringify(fault)} was ${report.outcome}: ${report.changed} changed`,
        );
      }
      stage.expectEqual('after every spelling');
    },
  },
  {
    name: 'errors of Devo, and peers that are away',
    promises: [15],
    settings: { service: { retry_for_seconds: 1 } },
    async play(stage) {
      const { bed } = stage;
      await stage.begin();
      await stage.pull();
      for (const [fault, words] of SINK_FAULTS) {
        stage.move(1);
        bed.devo.fail(fault);
        judgeError(stage, await stage.failingPull(JSON.stringify(fault)), words);
        bed.devo.clearFaults();
      }
      for (const name of ['ctci', 'devo'] as const) {
        bed.wires[name].refuse();
        bed.wires[name].reset();
        judgeError(
          stage,
          await stage.failingPull(`${name} is away`),
          new RegExp(`127.0.0.1:${bed.wires[name].port}|reach`),
        );
        bed.wires[name].heal();
      }
      await stage.pull();
      stage.expectEqual('when all are well again');
    },
  },
];

async function failInTurn(stage: Stage, faults: readonly (readonly [CtciFaultRequest, RegExp])[]): Promise<void> {
  const { ctci } = stage.bed;
  const { deploys, rows } = stage;
  for (const [fault, words] of faults) {
    ctci.fail(fault);
    judgeError(stage, await stage.failingPull(JSON.stringify(fault)), words);
    ctci.clearFaults();
    stage.expect(stage.deploys === deploys && stage.rows === rows, `${JSON.stringify(fault)} reached the lookup`);
  }
  stage.move(1);
  await stage.pull();
  stage.expectEqual('when the source is well again');
}

/** An error says what was seen, which setting or peer, and what to do. */
function judgeError(
  stage: Stage,
  error: { number: number; message: string; remedy: string; setting: string | null },
  words: RegExp,
): void {
  const { number, message, remedy, setting } = error;
  stage.expect(words.test(message), `error ${number} does not say ${String(words)}: ${message}`);
  stage.expect(
    setting !== null || message.includes('127.0.0.1'),
    `error ${number} names neither setting nor peer: ${message}`,
  );
  stage.expect(message.includes(': '), `error ${number} does not say what was seen: ${message}`);
  stage.expect(remedy.length > 10, `error ${number} does not say what to do`);
}

function peakMegabytes(pid: number | undefined): number {
  if (pid === undefined || process.platform !== 'linux') return 0;
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
}
