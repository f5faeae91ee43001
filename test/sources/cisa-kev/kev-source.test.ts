import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { List } from '../../../domain/list/list';
import { placeCells } from '../../../packing/list';
import type { KevSimulator } from '../../../simulators/cisa-kev/kev-simulator';
import { CATALOGUE_PATH } from '../../../simulators/cisa-kev/serve-catalogue';
import { startKevSimulator } from '../../../simulators/cisa-kev/start-kev-simulator';
import { createKevSource, type KevOptions } from '../../../sources/cisa-kev/kev-source';
import type { UnchangedList } from '../../../domain/list/fetched-list';
import type { KnownList, ListSource, SourceList } from '../../../sources/source';
import { atEnd, failureOf, keptRows, never, server } from '../rig';

const NOTHING: KnownList = { digest: null };

let kev: KevSimulator;

beforeEach(async () => {
  kev = await startKevSimulator({ hold: true });
});
afterEach(() => kev.close());

function source(url = kev.url, options: Partial<KevOptions> = {}): ListSource {
  const made = createKevSource({
    apiBaseUrl: url,
    endpoint: CATALOGUE_PATH,
    verifyHostSslCert: true,
    settingsPath: 'inputs.kev',
    environment: {},
    ...options,
  });
  atEnd(() => made.close());
  return made;
}

async function fresh(from: ListSource, known = NOTHING): Promise<SourceList & { readonly table: List }> {
  const list = await from.fetchList(known, never, keptRows);
  if ('unchanged' in list) throw new Error('the list is the same');
  const { columns, places } = list.layout;
  return { ...list, table: { columns, rows: list.collector.rows.map((row) => placeCells(row, places)) } };
}

async function same(from: ListSource, known: KnownList): Promise<UnchangedList> {
  const list = await from.fetchList(known, never, keptRows);
  if (!('unchanged' in list)) throw new Error('the list is another one');
  return list;
}

test.each([
  ['the server', () => kev.url],
  ['the file, as a browser shows it', () => `${kev.url}${CATALOGUE_PATH}`],
])('an address may be that of %s', async (_of, address) => {
  expect(await fresh(source(address()))).toMatchObject({ received: 1252, requests: 1 });
});

test('the catalogue comes in its own columns, with its version, and every weakness of a row in one cell', async () => {
  const list = await fresh(source());

  const published = kev.catalogue();
  expect(list.table.columns).toEqual(source().list.columns);
  expect(list).toMatchObject({ received: 1252, without_key: 0, requests: 1, warnings: [] });
  expect(list.origin).toMatchObject({
    edition: { version: published.catalogVersion, released: published.dateReleased },
    received: 1252,
  });
  const two = published.vulnerabilities.findIndex(({ cwes }) => cwes.length > 1);
  const place = two === -1 ? 0 : two;
  const told = published.vulnerabilities[place];
  expect(list.table.rows[place]).toEqual([
    told?.cveID,
    told?.vendorProject,
    told?.product,
    told?.vulnerabilityName,
    told?.dateAdded,
    told?.shortDescription,
    told?.requiredAction,
    told?.dueDate,
    told?.knownRansomwareCampaignUse,
    told?.notes,
    told?.cwes.join(', '),
  ]);
});

test('a known catalogue that has not changed costs one request and no body', async () => {
  const { digest, origin } = await fresh(source());

  const again = await same(source(), { digest, origin });
  expect(again).toMatchObject({ digest, received: 1252, without_key: 0, requests: 1, bytes: 0, origin });
  expect(kev.state()).toMatchObject({ downloads: 1, notModified: 1 });
});

test('without a known digest, no condition is asked for: nothing may be spared', async () => {
  const { origin } = await fresh(source());

  await fresh(source(), { digest: null, origin });
  expect(kev.state()).toMatchObject({ downloads: 2, notModified: 0 });
});

test('what another address said of its file says nothing of this one', async () => {
  const { digest, origin } = await fresh(source());

  const mirror = source(kev.url, { endpoint: `${CATALOGUE_PATH}?mirror` });
  await same(mirror, { digest, origin }); // the same rows, and yet they were read
  expect(kev.state()).toMatchObject({ downloads: 2, notModified: 0 });
});

test('a changed catalogue comes as a whole, with another validator', async () => {
  const { digest, origin } = await fresh(source());
  kev.goToStep(20);

  const later = await fresh(source(), { digest, origin });
  expect(later.origin?.etag).not.toBe(origin?.etag);
  expect(later.digest).not.toBe(digest);
});

test('without validators every pull reads the catalogue, and finds it unchanged by its rows', async () => {
  kev.fail({ fault: 'no-validators', requests: 2 });
  const { digest, origin } = await fresh(source());
  expect(origin?.etag).toBeUndefined();

  expect(await same(source(), { digest, origin })).toMatchObject({ received: 1252 });
  expect(kev.state()).toMatchObject({ downloads: 2, notModified: 0 });
});

test.each([
  [{ fault: 'wrong-count', by: 1 }, 456, /count says 1,253, 1,252 vulnerabilities came/],
  [{ fault: 'wrong-count', by: -1 }, 456, /count says 1,251, 1,252 vulnerabilities came/],
  [{ fault: 'no-count' }, 455, /count is missing/],
  [{ fault: 'truncated-json' }, 454, /./],
  [{ fault: 'cut' }, 453, /./],
  [{ fault: 'html' }, 454, /Access Denied/],
  [{ fault: 'html', status: 200 }, 454, /HTML/],
  [{ fault: 'status', status: 404 }, 460, /404/],
  [{ fault: 'status', status: 503 }, 462, /503/],
  [{ fault: 'status', status: 429 }, 461, /429/],
  [{ fault: 'redirect', to: 'https://elsewhere.invalid/' }, 458, /elsewhere\.invalid/],
  [{ fault: 'unasked-304' }, 463, /304/],
] as const)('%j is error %i, and never a list', async (fault, number, words) => {
  kev.fail(fault);
  const error = await failureOf(source().fetchList(NOTHING, never, keptRows));
  expect(error.report()).toMatchObject({ number, setting: 'inputs.kev.api_base_url' });
  expect(error.message).toMatch(words);
});

test.each([
  ['a bare array', []],
  ['no vulnerabilities', { catalogVersion: '1', dateReleased: '2025-01-24', count: 0 }],
  ['no version', { dateReleased: '2025-01-24', count: 0, vulnerabilities: [] }],
  ['a release that is no date', { catalogVersion: '1', dateReleased: 'today', count: 0, vulnerabilities: [] }],
  ['a count in words', { catalogVersion: '1', dateReleased: '2025-01-24', count: 'none', vulnerabilities: [] }],
  [
    'rows without an id',
    { catalogVersion: '1', dateReleased: '2025-01-24', count: 1, vulnerabilities: [{ product: 'x' }] },
  ],
])('%s is not the catalogue', async (_words, body) => {
  const { url } = await server((_request, response) => response.end(JSON.stringify(body)));
  const error = await failureOf(source(url).fetchList(NOTHING, never, keptRows));
  expect(error.report().number).toBe(455);
});

test('a mirror may be a bare address, or one with a path', async () => {
  const published = JSON.stringify(kev.catalogue());
  const { url, seen } = await server((_request, response) => response.end(published));
  await fresh(source(url, { endpoint: '/known_exploited_vulnerabilities.json' }));
  await fresh(source(`${url}/feeds/`, { endpoint: '/known_exploited_vulnerabilities.json' }));
  expect(seen.map((request) => request.url)).toEqual([
    '/known_exploited_vulnerabilities.json',
    '/feeds/known_exploited_vulnerabilities.json',
  ]);
});

test('a validator that could not stand in a header is not remembered', async () => {
  const published = JSON.stringify(kev.catalogue());
  const { url } = await server((_request, response) => {
    response.setHeader('ETag', `"${'x'.repeat(5_000)}"`);
    response.end(published);
  });
  expect((await fresh(source(url))).origin?.etag).toBeUndefined();
});
