import { join } from 'node:path';
import { ROOT } from './project.mjs';

/**
 * Of the tests that need an engine, those that belong to every change: pulls with their signals and receipts, a
 * service of events, the recorded histories. They take about a minute together.
 */
const ALWAYS = [
  'engine/replay.test.ts',
  'engine/cron-lines.test.ts',
  'engine/pull/messages.test.ts',
  'engine/pull/confirmed-is-kept.test.ts',
  'engine/events/events-pull.test.ts',
];

/**
 * Which tests are run, by the words behind the command: without any, those that every change is tested by; with
 * `--all` everything; other words are jest's, and choose among everything.
 *
 * @param {readonly string[]} words
 * @returns {{ jest: string[], isAll: boolean }} what jest is given; whether anything is left out on purpose
 */
export function chooseTests(words) {
  if (words.length > 0) return { jest: words.filter((word) => word !== '--all'), isAll: true };
  return { jest: [pattern('(?!engine/|end-to-end/)'), ...ALWAYS.map((path) => pattern(path))], isAll: false };
}

/** Anchored, for the checkout may stand in a folder whose name looks like one of the tests. */
function pattern(path) {
  return `^${escaped(join(ROOT, 'test/'))}${path.replaceAll('.', '\\.')}`;
}

function escaped(text) {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
