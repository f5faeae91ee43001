import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { documentOf } from '../stage/document';
import { preparePlace, sharedTemporal } from '../stage/prepared-place';
import type { SimulatedWorld } from '../stage/simulated-world';
import type { Workplace } from '../stage/workplace';

jest.setTimeout(180_000);

let world: SimulatedWorld;
let place: Workplace;

beforeAll(async () => {
  ({ world, place } = await preparePlace(sharedTemporal()));
});

afterAll(async () => {
  place.clear();
  await world.close();
});

const VERBS = [
  ['start'],
  ['apply'],
  ['status'],
  ['pull'],
  ['reset', 'v2'],
  ['release', '--yes'],
  ['stop', '--yes'],
  ['history'],
  ['state', 'export'],
];

test('what another program runs under the id of a service is named by every verb, and left alone', async () => {
  const [described] = documentOf(await place.verb('status', '--json')).services;
  const workflowId = described?.workflow_id ?? '';
  const connection = await Connection.connect({ address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '' });
  const { workflow } = new Client({ connection });
  const foreign = await workflow.start('nightlyReport', { workflowId, taskQueue: 'of-somebody-else' });
  try {
    for (const verb of VERBS) {
      const end = await place.verb(...verb, '--json');
      expect({ verb, code: end.code, error: documentOf(end).error }).toMatchObject({
        verb,
        code: 1,
        error: {
          number: 620,
          setting: 'globals.id',
          message: expect.stringMatching(new RegExp(`${workflowId} is a nightlyReport`)) as unknown,
        },
      });
    }
    const { status, historyLength } = await foreign.describe();
    expect({ status: status.name, historyLength }).toEqual({ status: 'RUNNING', historyLength: 2 });
  } finally {
    await foreign.terminate();
  }
  expect(documentOf(await place.verb('status', '--json')).services).toMatchObject([{ state: 'stopped', run_id: null }]);
  await connection.close();
});
