import { complain } from '../voice';
import { LiveLine, type Look } from './live-line';

/** What takes no longer needs no explanation. */
const SILENT_MS = 3_000;

/** A way of waiting for work that has a name for people. `look` says how the work stands now. */
export type Waiting = <Result>(what: string, work: Promise<Result>, look?: Look) => Promise<Result>;

const liveLine = new LiveLine(process.stderr);
let forPeople = true;

/** For a program that reads one document: nothing is said of the waiting. */
export function waitInSilence(): void {
  forPeople = false;
}

/**
 * Waits for work and tells a person what for: in a terminal by one line that is written over and goes when the work is
 * done, in one that cannot write over by a plain line when it takes longer than a moment. Elsewhere in silence.
 */
export async function sayingWhatFor<Result>(what: string, work: Promise<Result>, look?: Look): Promise<Result> {
  if (!forPeople || !process.stderr.isTTY) return work;
  if (process.env['TERM'] !== 'dumb') return liveLine.during(what, work, look);
  const timer = setTimeout(() => complain(`Waiting for ${what} ...\n`), SILENT_MS);
  timer.unref();
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for work where other words tell of it. */
export function inSilence<Result>(_what: string, work: Promise<Result>): Promise<Result> {
  return work;
}
