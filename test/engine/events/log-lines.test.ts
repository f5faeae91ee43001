import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { RunningEvents } from './running-events';

jest.setTimeout(60_000);

let events: RunningEvents;

afterEach(() => events.stop());

/** As they stand on Devo's page of its ThreatQuotient collector, "Setup output" and "Puller output". */
const SETUP_LINES = readFileSync(join(__dirname, 'devo-log', 'setup.txt'), 'utf8');

const PULLER_LINES = readFileSync(join(__dirname, 'devo-log', 'puller.txt'), 'utf8');

/** The words of a line, without what differs from collector to collector and from pull to pull. */
function wordsOf(line: string): string {
  return line
    .replace(/^(INFO|WARNING) (MainThread|ThreatQuotientDataPuller\w*\([^)]*\)) -> /, '')
    .replace(/(Puller(Setup)?)\([^)]*#predefined\)/, '$1(ID)')
    .replace(/\(\.\.\.\)|https?:\/\/\S+?(?=\/assets| )/, 'SERVER')
    .replaceAll(/\d[\d.:+-]*\d|\d|None/g, 'N')
    .replace(/N N:?/, 'N');
}

/** One and the same words, one after the other, count once: how many pages there are is up to the server. */
function wordsIn(lines: readonly string[]): string[] {
  return lines.map(wordsOf).filter((words, index, all) => words !== '' && words !== all[index - 1]);
}

test.each([
  ['setup', SETUP_LINES],
  ['puller', PULLER_LINES],
])("the lines of the %s are those of the page of Devo's collector, in its words and order", async (_part, page) => {
  events = await RunningEvents.start({ request_period_in_seconds: 60 });
  events.threatq.create({ count: 1 });
  await events.startChain();
  await events.pull();
  const expected = wordsIn(page.trim().split('\n'));
  const said = wordsIn(events.lines.filter((line) => wordsIn(page.trim().split('\n')).includes(wordsOf(line))));
  expect(said).toEqual(expected);
});
