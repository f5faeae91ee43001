import { httpDate } from '../../http/http-date';
import type { HttpAnswer } from '../../http/http-message';
import type { Log } from './threatquotient-options';

/**
 * The clock of the server against ours, from the header `Date` of its answers. Between two answers it goes by a clock
 * that nobody sets: ours may be stepped at any time, and a walk that begins an hour early delivers an hour twice.
 */
export interface ServerClock {
  watch(answer: Pick<HttpAnswer, 'header'>): void;
  /** Epoch seconds by the server's clock, as far as it is known. */
  now(): number;
}

/** `Date` has whole seconds, and an answer is some time on its way. */
const UNCERTAIN_SECONDS = 2;
const WORTH_A_WARNING_SECONDS = 30;

/** @param now epoch milliseconds @param elapsed milliseconds of a clock that is never set */
export function createServerClock(log: Log, now: () => number, elapsed: () => number): ServerClock {
  let known: { readonly time: number; readonly at: number } | null = null;
  let warned = false;

  function watch(answer: Pick<HttpAnswer, 'header'>): void {
    const date = httpDate(answer.header('date') ?? '');
    if (date === null) return;
    const ours = now();
    const seconds = Math.round((date + 500 - ours) / 1000);
    const ahead = Math.abs(seconds) <= UNCERTAIN_SECONDS ? 0 : seconds;
    known = { time: ours + ahead * 1000, at: elapsed() };
    if (warned || Math.abs(ahead) <= WORTH_A_WARNING_SECONDS) return;
    warned = true;
    const direction = ahead > 0 ? 'ahead of' : 'behind';
    log(
      'warn',
      `The clock of ThreatQ is ${String(Math.abs(ahead))} seconds ${direction} ours; the walk goes by ThreatQ's`,
    );
  }

  return { watch, now: () => (known === null ? now() : known.time + elapsed() - known.at) / 1000 };
}
