import { clearInterval, setInterval } from 'node:timers';

/**
 * Tells a person what the setup is doing: a line when a step begins and one when it is done. In a terminal one more
 * line counts in between, is written over, and goes when the step is done.
 *
 * @typedef {{ say(line: string): void,
 *   during<T>(what: string, work: Promise<T>, options?: DuringOptions): Promise<T> }} Narrator
 * @typedef {{ everyMs?: number, count?: () => string }} DuringOptions `count`: how far it is, in words; nothing while
 *   it cannot be said. `everyMs`: where there is no terminal
 */

/** Where no line can be written over, a step that takes longer than this says so again: nobody shall think it hangs. */
const PROGRESS_EVERY_MS = 15_000;
const LIVE_EVERY_MS = 500;

/** To the line's beginning, and the rest of it cleared (ECMA-48). */
const CLEAR_LINE = '\r\u001B[K';

/**
 * @param {{ write(text: string): unknown, isTTY?: boolean, columns?: number }} stream stdout, or stderr where stdout
 *   belongs to a `--json` document
 * @returns {Narrator}
 */
export function createNarrator(stream) {
  stream.on?.('error', () => undefined); // nobody reads, or the disk is full: the setup goes on in silence
  const canWriteOver = stream.isTTY === true && process.env.TERM !== 'dumb';
  let live = '';
  function show(line) {
    const fitted = line.slice(0, (stream.columns || 80) - 1);
    if (fitted === live) return;
    live = fitted;
    stream.write(`${CLEAR_LINE}${fitted}`);
  }
  function say(line) {
    if (live !== '') show('');
    stream.write(`${line}\n`);
  }
  async function during(what, work, { everyMs = PROGRESS_EVERY_MS, count = () => '' } = {}) {
    const startedAt = Date.now();
    const tell = canWriteOver ? show : say;
    const timer = setInterval(
      () => {
        const counted = count();
        tell(`  ${what}: ${counted === '' ? '' : `${counted}, `}${wholeSeconds(Date.now() - startedAt)} so far`);
      },
      canWriteOver ? LIVE_EVERY_MS : everyMs,
    );
    try {
      return await work;
    } finally {
      clearInterval(timer);
      if (live !== '') show('');
    }
  }
  return { say, during };
}

/** `12 s`, `0.3 s`. */
export function seconds(milliseconds) {
  return milliseconds < 10_000 ? `${(milliseconds / 1000).toFixed(1)} s` : wholeSeconds(milliseconds);
}

function wholeSeconds(milliseconds) {
  return `${Math.round(milliseconds / 1000)} s`;
}
