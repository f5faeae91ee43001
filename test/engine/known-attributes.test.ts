import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { SEARCH_ATTRIBUTES } from '../../domain/report/search-attributes';
import { durationOf } from '../../engine/proto-time';
import { knownAttributes, registerAttributes, wantedAttributes } from '../../engine/known-attributes';
import { attributesOfRuns } from '../../worker/attributes-of-runs';
import { untilUsable } from './pull/stage/search-attributes';
import { until } from './pull/stage/until';

jest.setTimeout(60_000);

const INT = temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_INT;

let connection: Connection;

beforeAll(async () => {
  connection = await Connection.connect({ address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '' });
});

afterAll(() => connection.close());

/** A client of a namespace that knows of no attribute. */
async function freshNamespace(): Promise<Client> {
  const namespace = `attributes-${randomUUID()}`;
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: durationOf(24 * 3600 * 1000),
  });
  const client = new Client({ connection, namespace });
  await until(() =>
    knownAttributes(client, []).then(
      () => true,
      () => false,
    ),
  );
  return client;
}

test('what Temporal lacks is registered, and registering again does nothing', async () => {
  const client = await freshNamespace();
  expect(await knownAttributes(client, SEARCH_ATTRIBUTES)).toMatchObject({ usable: [], missing: SEARCH_ATTRIBUTES });
  expect(await registerAttributes(client, SEARCH_ATTRIBUTES)).toBeNull();
  await untilUsable(client, SEARCH_ATTRIBUTES.length);
  expect(await registerAttributes(client, SEARCH_ATTRIBUTES)).toBeNull();
});

test('a name that is of another type there is left alone and never written', async () => {
  const client = await freshNamespace();
  const { namespace } = client.options;
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: { CollectorOutcome: INT } });
  await until(async () => (await knownAttributes(client, SEARCH_ATTRIBUTES)).otherwise.includes('CollectorOutcome'));
  expect(await registerAttributes(client, SEARCH_ATTRIBUTES)).toMatch(/CollectorOutcome is of another type/);
  await untilUsable(client, 2);
  const usable = await attributesOfRuns({ client }, () => ({}), { warn: () => undefined })();
  expect(usable).toEqual(['CollectorService', 'CollectorSummary']);
});

test('a worker says once what is lacking, and takes up what is registered while it runs', async () => {
  const client = await freshNamespace();
  const said: unknown[] = [];
  const attributes = attributesOfRuns({ client }, () => ({}), { warn: (words: unknown) => void said.push(words) });
  expect(await attributes()).toEqual([]);
  expect(await attributes()).toEqual([]);
  expect(said).toEqual([expect.stringMatching(/lacks the search attributes CollectorService, /)]);
  await registerAttributes(client, SEARCH_ATTRIBUTES);
  await untilUsable(client, SEARCH_ATTRIBUTES.length);
  expect(await attributes()).toEqual(SEARCH_ATTRIBUTES);
  expect(said).toHaveLength(1);
});

test('a Temporal that does not answer the question costs no pull', async () => {
  const client = new Client({ connection, namespace: `nowhere-${randomUUID()}` });
  const said: unknown[] = [];
  const attributes = attributesOfRuns({ client }, () => ({}), { warn: (words: unknown) => void said.push(words) });
  expect(await attributes()).toEqual([]);
  expect(said).toEqual([expect.stringMatching(/does not say which search attributes it has/)]);
  expect(await registerAttributes(client, SEARCH_ATTRIBUTES)).toMatch(/not found/);
});

test('the configuration may do without, and with encryption nothing is said of the contents', () => {
  expect(wantedAttributes({})).toEqual(SEARCH_ATTRIBUTES);
  expect(wantedAttributes({ temporal: { search_attributes: false } })).toEqual([]);
  expect(wantedAttributes({ encryption: { enabled: true, keys: [] } })).not.toContain('CollectorSummary');
  expect(wantedAttributes({ encryption: { enabled: false, keys: [] } })).toContain('CollectorSummary');
});
