import { complain } from './voice';

/** What takes no longer needs no explanation. */
const SILENT_MS = 3_000;

/** A way of waiting for work that has a name for people. */
export type Waiting = <Result>(what: string, work: Promise<Result>) => Promise<Result>;

/** Waits for work, and says on stderr what for when that takes longer than a moment. */
export async function sayingWhatFor<Result>(what: string, work: Promise<Result>): Promise<Result> {
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
