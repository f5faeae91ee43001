import type { HttpAnswer } from '../../http/http-message';
import type { Log } from './threatquotient-options';

/** The clock of the server against ours, from the header `Date` of its answers. */
export interface ServerClock {
  watch(answer: HttpAnswer): void;
  /** Epoch seconds by the server's clock, as far as it is known. */
  now(): number;
}

/** `Date` has whole seconds, and an answer is some time on its way. */
const UNCERTAIN_SECONDS = 2;
const WORTH_A_WARNING_SECONDS = 30;

export function createServerClock(log: Log, now: () => number): ServerClock {
  let ahead = 0;
  let warned = false;

  function watch(answer: HttpAnswer): void {
    const date = Date.parse(answer.header('date') ?? '');
    if (Number.isNaN(date)) return;
    const seconds = Math.round((date + 500 - now()) / 1000);
    ahead = Math.abs(seconds) <= UNCERTAIN_SECONDS ? 0 : seconds;
    if (warned || Math.abs(ahead) <= WORTH_A_WARNING_SECONDS) return;
    warned = true;
    const direction = ahead > 0 ? 'ahead of' : 'behind';
    log(
      'warn',
      `The clock of ThreatQ is ${String(Math.abs(ahead))} seconds ${direction} ours; the walk goes by ThreatQ's`,
    );
  }

  return { watch, now: () => now() / 1000 + ahead };
}
