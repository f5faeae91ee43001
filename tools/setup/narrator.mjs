import { clearInterval, setInterval } from 'node:timers';

/**
 * Tells a person what the setup is doing, one line a step.
 *
 * @typedef {{ say(line: string): void, during<T>(what: string, work: Promise<T>, everyMs?: number): Promise<T> }}
 *   Narrator
 */

/** A step that takes longer than this says so again, so that nobody thinks that it hangs. */
const PROGRESS_EVERY_MS = 15_000;

/**
 * @param {{ write(text: string): unknown }} stream stdout, or stderr where stdout belongs to a `--json` document
 * @returns {Narrator}
 */
export function createNarrator(stream) {
  stream.on?.('error', () => undefined); // nobody reads, or the disk is full: the setup goes on in silence
  function say(line) {
    stream.write(`${line}\n`);
  }
  async function during(what, work, everyMs = PROGRESS_EVERY_MS) {
    const startedAt = Date.now();
    const timer = setInterval(() => say(`  ${what}: ${seconds(Date.now() - startedAt)} so far`), everyMs);
    try {
      return await work;
    } finally {
      clearInterval(timer);
    }
  }
  return { say, during };
}

/** `12 s`, `0.3 s`. */
export function seconds(milliseconds) {
  return milliseconds < 10_000 ? `${(milliseconds / 1000).toFixed(1)} s` : `${Math.round(milliseconds / 1000)} s`;
}
