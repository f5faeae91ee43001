import { expect, jest, test } from '@jest/globals';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from './histories-as-json';
import { Worker } from '@temporalio/worker';
import { dataConverter } from '../../engine/payloads/data-converter';
import { digestOfWorkflows, RECORDED_CODE } from '../workflows/recorded-code';
import { recordHistories } from './record-histories';

/**
 * Runs that are under way when new code is deployed go on with it: it must take the same steps in the same order. To
 * record the histories anew, after a change that is meant to break them (and that old runs are then told of):
 *
 *     RECORD_HISTORIES=1 npx jest --selectProjects engine --testPathPatterns test/engine/replay
 * test/engine/events/record test/engine/kev/record test/engine/pull/record
 */
const FOLDER = join(__dirname, 'histories');
const EVENTS_KINDS = [
  'events-first-pull',
  'events-quiet',
  'events-window-asked',
  'events-window-reset',
  'events-listed',
];
const KEV_KINDS = ['kev-first-delivery', 'kev-unchanged'];
const KINDS = [
  'first-delivery',
  'unchanged',
  'held',
  'failed',
  'partial',
  'reset-in-mid-run',
  'listed',
  'failed-setup',
  ...EVENTS_KINDS,
  ...KEV_KINDS,
];

jest.setTimeout(60_000);

(process.env['RECORD_HISTORIES'] ? test : test.skip)('the histories are recorded anew', async () => {
  mkdirSync(FOLDER, { recursive: true });
  await recordHistories(FOLDER);
});

test('there is a history of every kind of pull', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(KINDS.map((kind) => `${kind}.json`).sort());
});

test.each(KINDS)('the workflow takes the steps of the history "%s" again', async (kind) => {
  expect(await replay(kind, (json) => json)).toBeUndefined();
});

/** After a change of the workflows: writes down that they replay, for `test/workflows/recorded-code.test.ts`. */
(process.env['ACCEPT_WORKFLOWS'] ? test : test.skip)('the code of the workflows is the one that replays', async () => {
  for (const kind of KINDS) expect([kind, await replay(kind, (json) => json)]).toEqual([kind, undefined]);
  writeFileSync(RECORDED_CODE, `${digestOfWorkflows()}\n`);
});

test('a history with other steps is refused', async () => {
  const fault = await replay('first-delivery', (json) => json.replaceAll('"fetchCewl"', '"anotherStep"'));
  expect(fault).toMatchObject({ name: 'DeterminismViolationError' });
});

test('a history can be read from JSON: all packages share one protobufjs', () => {
  expect(historyFromJSON({ events: [] })).toEqual({ events: [] });
});

async function replay(kind: string, change: (json: string) => string): Promise<Error | undefined> {
  const codePath = process.env['TEST_WORKFLOW_BUNDLE'];
  if (!codePath) throw new Error('TEST_WORKFLOW_BUNDLE is not set');
  const history = historyFromJSON(JSON.parse(change(readFileSync(join(FOLDER, `${kind}.json`), 'utf8'))));
  const options = { workflowBundle: { codePath }, dataConverter: dataConverter() };
  for await (const { error } of Worker.runReplayHistories(options, [{ workflowId: kind, history }])) return error;
  throw new Error('Nothing was replayed');
}
