import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  createDevoLookupLegacyOutput,
  type DevoLookupLegacyOptions,
} from '../../../../outputs/devo-events/lookup-by-events/devo-lookup-legacy-output';
import { createObfuscation } from '../../../../outputs/obfuscation';
import { startSyslogSink, type SyslogSink } from '../../../../simulators/syslog/syslog-sink';
import { issue, makeAuthority, writeCertificateFiles, type CertificateFiles } from '../certificates';
import { deliveryOf, keptProgress, NEVER } from '../deliveries';
import { parseRecord } from '../received-events';
import { CEWL } from '../../../../sources/ctci/cewl-list';

const TABLE = {
  columns: ['cve', 'vendor'],
  rows: [
    ['CVE-2025-1', 'Ivanti'],
    ['CVE-2025-2', 'Cisco'],
  ],
};
const HEADERS = '[{"cve":{"type":"str","key":true}},{"vendor":{"type":"str"}}]';

let sink: SyslogSink;
let files: CertificateFiles;

beforeAll(async () => {
  const authority = await makeAuthority('Devo Test CA');
  files = await writeCertificateFiles(authority.cert, await issue(authority, 'acme'));
  sink = await startSyslogSink({ ...(await issue(authority, 'collector', { host: 'localhost' })), ca: authority.cert });
});

beforeEach(() => sink.clear());

afterAll(async () => {
  await sink.close();
  await files.remove();
});

function newOutput(parts: Partial<DevoLookupLegacyOptions> = {}) {
  return createDevoLookupLegacyOutput({
    name: 'legacy',
    lookupName: 'CTCI_List',
    address: 'localhost',
    port: sink.port,
    ...files,
    hostname: 'worker-1',
    delayMs: 0,
    settingsPath: 'outputs.legacy.config',
    ...parts,
  });
}

function received() {
  return sink.records
    .map((record) => parseRecord(record))
    .map(({ tag, message }) => [tag, message.replace(/^[\d.]+/, 'ID')]);
}

test('A whole upload is START, the rows, END, all with one id', async () => {
  await newOutput().deliver(deliveryOf({ table: TABLE }), keptProgress().attempt(), NEVER);
  expect(received()).toEqual([
    ['my.lookup.control.CTCI_List.FULL', `ID_CTCI_List|START|${HEADERS}`],
    ['my.lookup.data.CTCI_List', 'ID_CTCI_List|"CVE-2025-1","Ivanti"'],
    ['my.lookup.data.CTCI_List', 'ID_CTCI_List|"CVE-2025-2","Cisco"'],
    ['my.lookup.control.CTCI_List.FULL', `ID_CTCI_List|END|${HEADERS}`],
  ]);
  expect(new Set(sink.records.map((record) => parseRecord(record).message.split('_')[0])).size).toBe(1);
});

test('Changes are an incremental upload, with removed keys under the tag DELETE', async () => {
  const delivery = deliveryOf({
    kind: 'changes',
    table: TABLE,
    knownColumns: TABLE.columns,
    changes: { added: [1], changed: [0], removed: ['CVE-2020-1'] },
  });
  await newOutput().deliver(delivery, keptProgress().attempt(), NEVER);
  expect(received().map(([tag]) => tag)).toEqual([
    'my.lookup.control.CTCI_List.INC',
    'my.lookup.data.CTCI_List',
    'my.lookup.data.CTCI_List',
    'my.lookup.data.CTCI_List.DELETE',
    'my.lookup.control.CTCI_List.INC',
  ]);
  expect(received()[3]).toEqual(['my.lookup.data.CTCI_List.DELETE', 'ID_CTCI_List|"CVE-2020-1",""']);
});

test('A new column makes a whole upload of what were changes, and stands at the end', async () => {
  const delivery = deliveryOf({
    kind: 'changes',
    table: TABLE,
    knownColumns: ['cve', 'gone'],
    changes: { added: [1], changed: [], removed: [] },
  });
  const receipt = await newOutput().deliver(delivery, keptProgress().attempt(), NEVER);
  expect(receipt).toMatchObject({ full: true, sent: 2, columns: ['cve', 'gone', 'vendor'] });
  expect(received()[1]).toEqual(['my.lookup.data.CTCI_List', 'ID_CTCI_List|"CVE-2025-1","","Ivanti"']);
});

test('A key in another case makes a whole upload, in which no deletion could take the new row', async () => {
  const delivery = deliveryOf({
    kind: 'changes',
    table: TABLE,
    knownColumns: TABLE.columns,
    changes: { added: [1], changed: [], removed: ['cve-2025-2', 'CVE-2020-1'] },
  });
  const receipt = await newOutput().deliver(delivery, keptProgress().attempt(), NEVER);
  expect(receipt).toMatchObject({ full: true, sent: 2 });
  expect(
    received()
      .map(([tag]) => tag)
      .filter((tag) => !tag?.startsWith('my.lookup.control')),
  ).toEqual(['my.lookup.data.CTCI_List', 'my.lookup.data.CTCI_List']);
});

test('No changes open no connection', async () => {
  const receipt = await newOutput().deliver(
    deliveryOf({ kind: 'changes', table: TABLE, knownColumns: TABLE.columns }),
    keptProgress().attempt(),
    NEVER,
  );
  expect(receipt).toMatchObject({ sent: 0, bytes: 0, requests: 0, full: false });
  expect(sink.connections).toHaveLength(0);
});

test('The pause comes after START and before END', async () => {
  const receipt = await newOutput({ delayMs: 150 }).deliver(
    deliveryOf({ table: TABLE }),
    keptProgress().attempt(),
    NEVER,
  );
  expect(receipt.ms).toBeGreaterThanOrEqual(295);
  const [first = Buffer.alloc(0), ...later] = sink.connections[0]!.chunks;
  expect(first.toString()).toContain('|START|');
  expect(first.toString()).not.toContain('my.lookup.data');
  expect(later.at(-1)?.toString()).toMatch(/^<14>[^\n]*\|END\|/);
});

test('A cancellation does not wait for the pause', async () => {
  const controller = new AbortController();
  const reason = new Error('the worker shuts down');
  const delivered = newOutput({ delayMs: 300_000 }).deliver(
    deliveryOf({ table: TABLE }),
    keptProgress().attempt(),
    controller.signal,
  );
  delivered.catch(() => undefined);
  await sink.waitFor(1);
  controller.abort(reason);
  await expect(delivered).rejects.toBe(reason);
});

test('An upload that was cut is not reported as sent, and may be tried again as a whole', async () => {
  const output = newOutput();
  sink.failNext({ kind: 'reset', afterBytes: 1 });
  await expect(output.deliver(deliveryOf({ table: TABLE }), keptProgress().attempt(), NEVER)).rejects.toMatchObject({
    id: 'devo_connection_lost',
    retryable: true,
  });
  sink.clear();
  await output.deliver(deliveryOf({ table: TABLE }), keptProgress().attempt(), NEVER);
  expect(received()).toHaveLength(4);
});

test('What is obfuscated never leaves', async () => {
  const obfuscation = createObfuscation([{ fields: ['vendor'], method: 'replace', with: 'hidden' }], CEWL);
  await newOutput({ obfuscate: (table) => obfuscation.apply(table) }).deliver(
    deliveryOf({ table: TABLE }),
    keptProgress().attempt(),
    NEVER,
  );
  expect(received()[1]).toEqual(['my.lookup.data.CTCI_List', 'ID_CTCI_List|"CVE-2025-1","hidden"']);
});

test('Column names are written as JSON, NUL and lone surrogates as the replacement character', async () => {
  const table = { columns: ['cve', 'a "name"'], rows: [['CVE-2025-1', '\0\ud800']] };
  await newOutput().deliver(deliveryOf({ table }), keptProgress().attempt(), NEVER);
  expect(received()[0]?.[1]).toBe(
    'ID_CTCI_List|START|[{"cve":{"type":"str","key":true}},{"a \\"name\\"":{"type":"str"}}]',
  );
  expect(received()[1]?.[1]).toBe('ID_CTCI_List|"CVE-2025-1","\ufffd\ufffd"');
});

test('Whoever configures it is told once that Devo announced its end', async () => {
  const warnings: string[] = [];
  const output = newOutput({ warn: (sentence) => void warnings.push(sentence) });
  await output.deliver(deliveryOf({ table: TABLE }), keptProgress().attempt(), NEVER);
  await output.deliver(deliveryOf({ table: TABLE }), keptProgress().attempt(), NEVER);
  expect(warnings).toEqual([expect.stringContaining('1 January 2026')]);
});

test('A name that Devo would not take is refused, a newline at its end included', () => {
  for (const lookupName of ['', 'a-b', 'a b', 'ä', 'CTCI_List\n'])
    expect(() => newOutput({ lookupName })).toThrow(
      expect.objectContaining({ id: 'setting_value', setting: 'outputs.legacy.config.lookup_name' }),
    );
});
