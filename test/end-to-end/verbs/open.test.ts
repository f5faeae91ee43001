import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { DOCUMENTS } from '../../../client/output/documents';
import { until } from '../../engine/pull/stage/until';
import { preparePlace, sharedTemporal } from '../stage/prepared-place';
import type { SimulatedWorld } from '../stage/simulated-world';
import type { Workplace } from '../stage/workplace';

jest.setTimeout(120_000);

let world: SimulatedWorld;
let place: Workplace;

beforeAll(async () => {
  ({ world, place } = await preparePlace(sharedTemporal()));
});

afterAll(async () => {
  await place.verb('stop', '--yes');
  place.clear();
  await world.close();
});

test('open without a Web UI that is known says what to look for, and how to name one', async () => {
  const { code, stdout } = await place.verb('open');
  expect({ code, stdout }).toMatchObject({ code: 1, stdout: expect.stringContaining('TEMPORAL_UI_ADDRESS') });
  expect(stdout).toContain(place.workflowId);
});

test('open prints the link of the service and of lists by outcome, which find its pulls', async () => {
  await place.worker();
  expect(await place.verb('start')).toMatchObject({ code: 0 });
  place.env['TEMPORAL_UI_ADDRESS'] = 'http://ui.test:8233/';
  const runs = 'http://ui.test:8233/namespaces/default/workflows';
  const { code, stdout } = await place.verb('open');
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^${runs}/${place.workflowId}/[0-9a-f-]+/history\nctci/cewl: `));

  const document: unknown = JSON.parse((await place.verb('open', '--json')).stdout);
  expect(DOCUMENTS['open']?.safeParse(document).error).toBeUndefined();
  const { links, views } = document as { links: string[]; views: { name: string; query: string; link: string }[] };
  expect(links).toEqual([expect.stringContaining(`${runs}/${place.workflowId}`)]);
  expect(views.map(({ name }) => name)).toEqual([
    'ctci/cewl: pulls that delivered',
    'ctci/cewl: pulls that were not well',
  ]);
  for (const { query, link } of views) expect(link).toBe(`${runs}?query=${encodeURIComponent(query)}`);

  const connection = await Connection.connect({ address: place.env['TEMPORAL_ADDRESS'] ?? '' });
  try {
    const { workflow } = new Client({ connection });
    await until(async () => (await workflow.count(views[0]?.query)).count === 1);
    expect((await workflow.count(views[1]?.query)).count).toBe(0);
  } finally {
    await connection.close();
  }
});

test('a shell is offered the ids of runs, with what came of them, and no service that is not meant', async () => {
  const { stdout: shown } = await place.verb('history', '--json');
  const { services } = JSON.parse(shown) as { services: { pulls: { run_id: string }[] }[] };
  const delivered = services[0]?.pulls[0]?.run_id ?? '';
  await until(async () => (await place.verb('offers', 'runs', 'history')).stdout.includes('delivered: 30 rows'));
  const { code, stdout, stderr } = await place.verb('offers', 'runs', 'history', '--service', 'cewl');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(new RegExp(`^${delivered}\\t20\\d\\d-\\S+ delivered: 30 rows received`, 'm'));
  expect(await place.verb('offers', 'runs', 'history', '--service', 'other')).toEqual({
    code: 0,
    stdout: '',
    stderr: '',
  });
});
