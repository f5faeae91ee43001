import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import { stringify } from 'yaml';
import { createDevoLookupLegacyOutput } from '../../../outputs/devo-events/lookup-by-events/devo-lookup-legacy-output';
import type { Output } from '../../../outputs/output';
import type { KevSimulator } from '../../../simulators/cisa-kev/kev-simulator';
import { CATALOGUE_PATH } from '../../../simulators/cisa-kev/serve-catalogue';
import { startKevSimulator } from '../../../simulators/cisa-kev/start-kev-simulator';
import type { DevoSimulator } from '../../../simulators/devo/devo-simulator';
import { startDevoSimulator } from '../../../simulators/devo/start-devo-simulator';
import { openCertificateFolder, type SenderFiles } from '../../../simulators/syslog/certificate-folder';
import { KEV } from '../../../sources/cisa-kev/kev-list';
import { createKevSource } from '../../../sources/cisa-kev/kev-source';
import type { ListSource } from '../../../sources/source';
import { createOutput } from '../../../worker/assembly/create-output';
import { loadFromText } from '../../config/load-from-text';
import { parseCsv } from '../../outputs/devo-lookup/parse-csv';
import { RunningCollector } from '../pull/stage/running-collector';

jest.setTimeout(240_000);

const TOKEN = 'token-of-the-simulator';
const LOOKUP = 'CISA_KEV';
const TABLE = 'my.app.cisa.kev';
const OTHER_TABLE = 'my.app.soc.kev';

type Row = Readonly<Record<string, string>>;

let folder: string;
let files: SenderFiles;
let kev: KevSimulator;
let devo: DevoSimulator;
let outputs: Output[];
let source: ListSource;
let collector: RunningCollector<ListSource> | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-kev-'));
  const { server, sender } = await openCertificateFolder(folder, 'acme', Date.now());
  files = sender;
  kev = await startKevSimulator({ hold: true });
  devo = await startDevoSimulator({ domain: 'acme', token: TOKEN, jobDelayMs: 5, syslog: server });
  outputs = configuredOutputs();
  source = createKevSource({
    apiBaseUrl: kev.url,
    endpoint: CATALOGUE_PATH,
    verifyHostSslCert: true,
    settingsPath: 'inputs.kev',
    environment: {},
  });
});

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
  source.close();
  for (const output of outputs) output.close();
  await devo.close();
  await kev.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As a configuration makes them: what a user writes down works with this list too. */
function configuredOutputs(): Output[] {
  const { chain, cert, key } = files;
  const syslog = { address: 'localhost', port: devo.syslogPort, chain, cert, key };
  const http = { url: devo.url, domain: 'acme', token: TOKEN };
  const lookup = { url: devo.lookupApiUrl, domain: 'acme', token: TOKEN, lookup_name: LOOKUP };
  const loaded = loadFromText(
    stringify({
      globals: { id: '1', name: 'kev_under_test' },
      inputs: {
        kev: { type: 'cisa_kev', services: { kev: { outputs: ['lookup', 'http', 'platform'] } } },
      },
      outputs: {
        lookup: { type: 'devo_lookup', config: lookup },
        http: { type: 'devo_http', config: http },
        platform: { type: 'devo_platform', config: { ...syslog, tag: OTHER_TABLE } },
      },
    }),
    { now: new Date() },
  );
  const [service] = loaded.services();
  if (service?.kind !== 'list') throw new Error('no list is configured');
  const made = service.outputs.map((each) => createOutput(service, KEV, each, pino({ enabled: false })).output);
  const legacy = createDevoLookupLegacyOutput({
    name: 'legacy',
    lookupName: LOOKUP,
    ...syslog,
    port: devo.syslogPort ?? 0,
    delayMs: 0, // Devo wants seconds between START and rows; the simulator does not
    settingsPath: 'outputs.legacy.config',
    environment: {},
  });
  return [...made, legacy];
}

async function collect(): Promise<RunningCollector<ListSource>> {
  collector = await RunningCollector.start(source, outputs, { workflowType: 'kevPull', mode: 'auto' });
  await collector.startChain();
  return collector;
}

function byKey(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row['cve'] ?? '', row]));
}

function lookupRows(): Map<string, Row> {
  return byKey(devo.rows(LOOKUP) ?? []);
}

/** What whoever follows a table of events knows of the list. */
function followed(tag: string): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const { message } of devo.events().filter((event) => event.tag === tag)) {
    const { event_type: type, pulling_id: _pull, ...row } = JSON.parse(message) as Record<string, string>;
    if (type === 'removed') rows.delete(row['cve'] ?? '');
    else rows.set(row['cve'] ?? '', row);
  }
  return rows;
}

/** The lookup that Devo makes of `my.lookup` events. */
async function legacyRows(): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  let columns: string[] = [];
  for (const { tag, message } of devo.events()) {
    const said = message.slice(message.indexOf('|') + 1);
    if (tag === `my.lookup.control.${LOOKUP}.FULL` && said.startsWith('START')) rows.clear();
    if (tag.startsWith('my.lookup.control.') && said.startsWith('START'))
      columns = (JSON.parse(said.slice('START|'.length)) as object[]).flatMap((column) => Object.keys(column));
    if (!tag.startsWith(`my.lookup.data.${LOOKUP}`)) continue;
    const [cells = []] = await parseCsv(Buffer.from(said));
    const row = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
    if (tag.endsWith('.DELETE')) rows.delete(row['cve'] ?? '');
    else rows.set(row['cve'] ?? '', row);
  }
  return rows;
}

async function insistThatAllAgree(): Promise<void> {
  const { vulnerabilities } = kev.catalogue();
  const rows = lookupRows();
  expect(new Set(rows.keys())).toEqual(new Set(vulnerabilities.map(({ cveID }) => cveID)));
  expect(followed(TABLE)).toEqual(rows);
  expect(followed(OTHER_TABLE)).toEqual(rows);
  expect(await legacyRows()).toEqual(new Map([...rows].map(([key, row]) => [key, withoutOuterSpace(row)])));
}

/** As Devo's own SDK cuts it: docs/decisions/020-legacy-lookup-differences.md. */
function withoutOuterSpace(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, cell.trim()]));
}

test('every kind of output gets the catalogue, then what changes in it, and nothing when it is unchanged', async () => {
  const chain = await collect();
  const first = await chain.pull();
  expect(first).toMatchObject({ outcome: 'delivered', added: 1252, sent: 4 * 1252 });
  await insistThatAllAgree();

  kev.goToStep(30);
  const second = await chain.pull();
  expect(second).toMatchObject({ outcome: 'delivered' });
  const news = second.added + second.changed + second.removed;
  expect(news).toBeLessThan(200);
  for (const name of ['http', 'platform', 'legacy']) expect([name, second.outputs[name]?.sent]).toEqual([name, news]);
  await insistThatAllAgree();

  const events = devo.events().length;
  expect(await chain.pull()).toMatchObject({ outcome: 'unchanged', sent: 0 });
  expect(devo.events()).toHaveLength(events);
});

test('one of them that is away costs the others nothing, and is brought up later', async () => {
  const chain = await collect();
  await chain.pull();
  kev.goToStep(30);
  devo.fail({ fault: 'status', status: 403, on: 'stream', requests: 100 });
  expect(await chain.pull()).toMatchObject({ outcome: 'partial' });
  devo.clearFaults();
  expect(await chain.pull()).toMatchObject({ outcome: 'delivered' });
  await insistThatAllAgree();
});
