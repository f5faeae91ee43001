import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { documentOf } from '../stage/document';
import { preparePlace, sharedTemporal } from '../stage/prepared-place';
import { DOMAIN, LOOKUP, type SimulatedWorld } from '../stage/simulated-world';
import type { Workplace } from '../stage/workplace';

jest.setTimeout(120_000);

/** How status, history and the Web UI name the output, and what to do about it. */
const NAMED =
  /\bbad\b[^]*DevoError 501: [^]*outputs.bad.config.token[^]*Check that region and domain are those of the token/;

let world: SimulatedWorld;
let place: Workplace;

beforeAll(async () => {
  ({ world, place } = await preparePlace(sharedTemporal()));
});

afterAll(async () => {
  await place.verb('stop', '--yes', '--all');
  place.clear();
  await world.close();
});

/** What the Web UI shows of a run. */
async function detailsOf(runId: string): Promise<string> {
  const connection = await Connection.connect({ address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '' });
  try {
    const handle = new Client({ connection }).workflow.getHandle(place.workflowId, runId);
    return (await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata')).currentDetails;
  } finally {
    await connection.close();
  }
}

test.each([[['devo_lookup', 'bad']], [['bad', 'devo_lookup']]])(
  'of outputs %j, the one whose token has ended is named everywhere, and the other has the list',
  async (outputs) => {
    const bad = {
      type: 'devo_lookup',
      config: {
        url: world.devo.lookupApiUrl,
        domain: DOMAIN,
        token: 'a-token-that-has-ended',
        lookup_name: 'Other_List',
      },
    };
    place.configure(world, { service: { outputs }, outputs: { bad } });
    const worker = await place.worker();
    await place.verb('start');

    const pulled = await place.verb('pull', '--json');
    const { services } = documentOf(pulled);
    expect({ code: pulled.code, services }).toMatchObject({
      code: 1,
      services: [
        {
          report: {
            outcome: 'partial',
            outputs: { bad: { outcome: 'failed', error: { number: 501, setting: 'outputs.bad.config.token' } } },
          },
        },
      ],
    });
    expect(world.devo.rows(LOOKUP)).toHaveLength(30);
    const status = await place.verb('status');
    expect({ code: status.code, said: status.stdout }).toEqual({ code: 1, said: expect.stringMatching(NAMED) });
    expect((await place.verb('history')).stdout).toMatch(
      /partial \(bad 501\)[^]*501: [^]*Check that region and domain are those of the token/,
    );
    const runId = /"run_id":\s*"([^"]+)"/.exec(JSON.stringify(services))?.[1] ?? '';
    expect(await detailsOf(runId)).toMatch(NAMED);
    worker.kill('SIGTERM');
    await worker.ended;
  },
);
