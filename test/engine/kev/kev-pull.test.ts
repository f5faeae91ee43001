import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { RESET_SIGNAL } from '../../../domain/message-names';
import { CollectorError } from '../../../errors/collector-error';
import { createConsoleOutput } from '../../../outputs/console/create-console-output';
import { createDevoLookupOutput } from '../../../outputs/devo-lookup/create-devo-lookup-output';
import type { Output } from '../../../outputs/output';
import type { KevSimulator } from '../../../simulators/cisa-kev/kev-simulator';
import { CATALOGUE_PATH } from '../../../simulators/cisa-kev/serve-catalogue';
import { startKevSimulator } from '../../../simulators/cisa-kev/start-kev-simulator';
import type { DevoSimulator } from '../../../simulators/devo/devo-simulator';
import { startDevoSimulator } from '../../../simulators/devo/start-devo-simulator';
import { createKevSource } from '../../../sources/cisa-kev/kev-source';
import type { ListSource } from '../../../sources/source';
import { LookupAtHand } from '../pull/stage/lookup-at-hand';
import { RunningCollector } from '../pull/stage/running-collector';

jest.setTimeout(90_000);

const LOOKUP = 'CISA_KEV';
const TOKEN = 'token-of-the-simulator';

let kev: KevSimulator;
let devo: DevoSimulator;
let lookup: Output;
let source: ListSource;
let collector: RunningCollector<ListSource> | undefined;

beforeEach(async () => {
  kev = await startKevSimulator({ hold: true });
  devo = await startDevoSimulator({ domain: 'acme', token: TOKEN, jobDelayMs: 5 });
  lookup = createDevoLookupOutput({
    name: 'devo_lookup',
    url: devo.lookupApiUrl,
    domain: 'acme',
    token: TOKEN,
    lookupName: LOOKUP,
    mode: 'auto',
    settingsPath: 'outputs.devo_lookup.config',
    limits: { pollFirstMs: 3, pollMaxMs: 10, lostAnswerMs: 200 },
  });
  source = kevSource();
});

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
  source.close();
  lookup.close();
  await devo.close();
  await kev.close();
});

function kevSource(): ListSource {
  return createKevSource({
    apiBaseUrl: kev.url,
    endpoint: CATALOGUE_PATH,
    verifyHostSslCert: true,
    settingsPath: 'inputs.kev',
    environment: {},
  });
}

async function collect(outputs: readonly Output[]): Promise<RunningCollector<ListSource>> {
  collector = await RunningCollector.start(source, outputs, { workflowType: 'kevPull', mode: 'auto' });
  await collector.startChain();
  return collector;
}

function cellsInDevo(cve: string): Readonly<Record<string, string>> | undefined {
  return devo.rows(LOOKUP)?.find((row) => row['cve'] === cve);
}

test('the first pull fills the lookup with the catalogue in its own columns, and tells its version', async () => {
  const lines: string[] = [];
  const console = createConsoleOutput({ name: 'console', write: (line) => void lines.push(line) });
  const chain = await collect([lookup, console]);

  const report = await chain.pull();
  const { catalogVersion, dateReleased, vulnerabilities } = kev.catalogue();
  expect(report).toMatchObject({
    outcome: 'delivered',
    received: 1252,
    added: 1252,
    edition: { version: catalogVersion, released: dateReleased },
  });
  expect(devo.rows(LOOKUP)).toHaveLength(1252);
  const [first] = vulnerabilities;
  expect(cellsInDevo(first?.cveID ?? '')).toMatchObject({
    vendor_project: first?.vendorProject,
    vulnerability_name: first?.vulnerabilityName,
    date_added: first?.dateAdded,
    due_date: first?.dueDate,
    known_ransomware_campaign_use: first?.knownRansomwareCampaignUse,
    cwes: first?.cwes.join(', '),
  });
  expect(lines.join('')).toContain(`"cve":"${first?.cveID ?? ''}"`);
  expect((await chain.handle.describe()).type).toBe('kevPull');
});

test('an unchanged catalogue costs one request and no body, also after the worker was started anew', async () => {
  const chain = await collect([lookup]);
  await chain.pull();
  source.close();
  (chain.parts as { source: ListSource }).source = kevSource();

  const report = await chain.pull();
  expect(report).toMatchObject({ outcome: 'unchanged', received: 1252, sent: 0, edition: { version: '2025.01.24' } });
  expect(kev.state()).toMatchObject({ requests: 2, downloads: 1, notModified: 1 });
});

test('what has changed is delivered, and the next pull asks for what comes after that', async () => {
  const chain = await collect([lookup]);
  await chain.pull();
  kev.goToStep(30);

  expect(await chain.pull()).toMatchObject({ outcome: 'delivered' });
  expect(devo.rows(LOOKUP)).toHaveLength(kev.catalogue().count);
  expect(await chain.pull()).toMatchObject({ outcome: 'unchanged' });
  expect(kev.state()).toMatchObject({ downloads: 2, notModified: 1 });
});

test('a count that lies fails the pull, moves nothing, and leaves no validator behind', async () => {
  const chain = await collect([lookup]);
  await chain.pull();
  kev.goToStep(30);
  kev.fail({ fault: 'wrong-count', by: -3, requests: 1 });

  await expect(chain.pull()).rejects.toHaveProperty('cause.message', expect.stringMatching(/ApiError 456.*count says/));
  expect(devo.rows(LOOKUP)).toHaveLength(1252);
  expect(await chain.pull()).toMatchObject({ outcome: 'delivered', received: kev.catalogue().count });
});

test('a held catalogue leaves no validator behind either', async () => {
  const chain = await collect([lookup]);
  await chain.pull();
  kev.goToStep(30);
  kev.fail({ fault: 'short', vulnerabilities: 20, requests: 1 });

  expect(await chain.pull()).toMatchObject({ outcome: 'held', received: 20 });
  expect(devo.rows(LOOKUP)).toHaveLength(1252);
  expect(await chain.pull()).toMatchObject({ outcome: 'delivered', received: kev.catalogue().count });
  expect(devo.rows(LOOKUP)).toHaveLength(kev.catalogue().count);
});

test('a reset delivers everything again, although the catalogue has not changed', async () => {
  const chain = await collect([lookup]);
  await chain.pull();
  await chain.pull();
  await chain.handle.signal(RESET_SIGNAL, 'once more');

  expect(await chain.pull()).toMatchObject({ outcome: 'delivered', sent: 1252 });
  expect(kev.state()).toMatchObject({ downloads: 2, notModified: 1 });
});

test('a deleted lookup is made again, although the catalogue has not changed', async () => {
  const chain = await collect([lookup]);
  await chain.pull();
  devo.removeLookup(LOOKUP);

  expect(await chain.pull()).toMatchObject({ outcome: 'delivered', sent: 1252 });
  expect(devo.rows(LOOKUP)).toHaveLength(1252);
  expect(kev.state()).toMatchObject({ downloads: 2, notModified: 0 });
});

test('an output that lags behind is brought up, although the catalogue has not changed', async () => {
  const second = new LookupAtHand('second');
  const chain = await collect([lookup, second]);
  second.failure = new CollectorError('devo_refused', { seen: 'HTTP 400' });
  expect(await chain.pull()).toMatchObject({ outcome: 'partial' });
  second.failure = null;

  expect(await chain.pull()).toMatchObject({ outcome: 'delivered' });
  expect(second.rows.size).toBe(1252);
  expect(await chain.pull()).toMatchObject({ outcome: 'unchanged' });
  expect(kev.state()).toMatchObject({ downloads: 2, notModified: 1 });
});
