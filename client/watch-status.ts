import { setTimeout } from 'node:timers/promises';
import { ownSequence } from '../config/terminal';
import { errorInWords } from '../errors/error-report';
import type { Collector } from './open-collector';
import { toldError } from './print-error';
import { viewServices } from './words/service-view';
import { toldToStop } from './up/stop-signals';
import { EXIT, type VerbResult } from './verb-result';
import { say } from './voice';
import { lookOf } from './words/look';
import { statusInWords } from './words/status-words';
import { clockTime } from './words/times';

const EVERY_MS = 2_000;

/** Cursor to the upper left corner, the rest of the screen cleared (ECMA-48). */
const CLEAR_SCREEN = ownSequence('', 'H') + ownSequence('2', 'J');

/**
 * Shows the status again and again, in a terminal at the same place, until Ctrl-C; that is its good end (exit 0).
 * What cannot be shown for a while, when Temporal starts anew, is told and tried again.
 */
export async function watchStatus(collector: Collector): Promise<VerbResult> {
  const stopping = new AbortController();
  void toldToStop(() => process.exit(EXIT.done)).then(() => stopping.abort());
  while (!stopping.signal.aborted) {
    const now = new Date();
    const words = await statusNow(collector, now);
    const head = `${clockTime(now.toISOString(), now, true)}, every ${EVERY_MS / 1000} s; Ctrl-C ends`;
    say(`${process.stdout.isTTY ? CLEAR_SCREEN : ''}${head}\n${words}\n`);
    await setTimeout(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined); // aborted: the loop ends
  }
  return { exit: EXIT.done, services: [], words: '' };
}

async function statusNow(collector: Collector, now: Date): Promise<string> {
  try {
    return statusInWords(await viewServices(collector, now), now, lookOf(process.stdout, process.env));
  } catch (error) {
    return errorInWords(toldError(error).report);
  }
}
