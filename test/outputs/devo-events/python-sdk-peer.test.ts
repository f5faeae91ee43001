import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { List } from '../../../domain/list/list';
import { createDevoLookupLegacyOutput } from '../../../outputs/devo-events/lookup-by-events/devo-lookup-legacy-output';
import { createDevoPlatformOutput } from '../../../outputs/devo-events/syslog/devo-platform-output';
import { plainChunks } from '../../../outputs/devo-events/syslog/record-chunks';
import { recordHeader } from '../../../outputs/devo-events/syslog/syslog-record';
import { openTarget } from '../../../outputs/devo-events/syslog/syslog-target';
import type { Output } from '../../../outputs/output';
import { bytesOf, recordsAsText } from '../../../simulators/syslog/received-bytes';
import { startSyslogSink, type SyslogSink } from '../../../simulators/syslog/syslog-sink';
import { issue, makeAuthority, writeCertificateFiles, type CertificateFiles } from './certificates';
import { deliveryOf, keptProgress, NEVER, tableOf } from './deliveries';
import { pythonWithDevoSdk, sendEventsByPython, sendLookupByPython, type SdkTarget } from './python-sdk';
import { parseRecord } from './received-events';

const HOST = 'worker-1';
const TAG = 'my.app.ctci.cewl';
const NAME = 'CTCI_CVE_Early_Warning_List';
const SECOND = Math.floor(Date.now() / 1000);
const EPOCH_MS = SECOND * 1000 + 204;
const MAKING_THE_ENVIRONMENT_MS = 400_000;

let sink: SyslogSink;
let files: CertificateFiles;
let python: string | null;

beforeAll(async () => {
  python = await pythonWithDevoSdk();
  if (python === null)
    console.warn("SKIPPED: there is no python3 on PATH, so nothing is compared with Devo's Python SDK");
  const authority = await makeAuthority('Devo Test CA');
  files = await writeCertificateFiles(authority.cert, await issue(authority, 'acme'));
  sink = await startSyslogSink({ ...(await issue(authority, 'collector', { host: 'localhost' })), ca: authority.cert });
}, MAKING_THE_ENVIRONMENT_MS);

beforeEach(() => sink.clear());

afterAll(async () => {
  await sink.close();
  await files.remove();
});

function target() {
  return {
    address: 'localhost',
    port: sink.port,
    chain: files.chain,
    cert: files.cert,
    key: files.key,
    settingsPath: 'outputs.devo.config',
  };
}

/** Runs the body with the SDK, or not at all where there is no Python. */
function compared(name: string, body: (sdk: SdkTarget) => Promise<void>): void {
  test(
    name,
    async () => {
      if (python === null) return;
      await body({ python, port: sink.port, chain: files.chain, cert: files.cert, key: files.key, hostname: HOST });
    },
    60_000,
  );
}

function oneConnection(): Buffer {
  expect(sink.connections).toHaveLength(1);
  const [connection] = sink.connections;
  const bytes = connection ? bytesOf(connection) : Buffer.alloc(0);
  sink.clear();
  return bytes;
}

compared("Events are the same bytes as those of Devo's SDK", async (sdk) => {
  const output = createDevoPlatformOutput({ name: 'events', ...target(), hostname: HOST });
  await output.deliver(deliveryOf({ table: tableOf(50) }), keptProgress().attempt(), NEVER);
  const messages = sink.records.map((record) => parseRecord(record).message);
  const ours = oneConnection();
  await sendEventsByPython(sdk, TAG, messages, 'plain');
  expect(ours).toEqual(oneConnection());
});

compared("Messages with newlines are the same bytes as the SDK's multiline ones", async (sdk) => {
  const messages = ['one\ntwo', '\n', 'ünï\ncode 🛡️', `long\n${'x'.repeat(9_000)}`];
  const connection = await openTarget(target(), NEVER);
  for (const chunk of plainChunks(recordHeader(HOST, TAG, 'outputs.devo.config'), messages))
    await connection.write(chunk.bytes);
  await connection.finish();
  expect(sink.records.map((record) => parseRecord(record).message)).toEqual(messages);
  const ours = oneConnection();
  // The SDK takes a newline at the end of a message for the record's own.
  await sendEventsByPython(
    sdk,
    TAG,
    messages.map((message) => (message.endsWith('\n') ? `${message}\n` : message)),
    'multiline',
  );
  expect(ours).toEqual(oneConnection());
});

compared("Zipped events are the same records, in members of the same size, as the SDK's", async (sdk) => {
  const output = createDevoPlatformOutput({ name: 'events', ...target(), hostname: HOST, gzip: true });
  await output.deliver(deliveryOf({ table: tableOf(400, 150) }), keptProgress().attempt(), NEVER);
  const messages = sink.records.map((record) => parseRecord(record).message);
  const text = recordsAsText(sink.records);
  const members = countMembers(oneConnection());
  await sendEventsByPython(sdk, TAG, messages, 'zip');
  expect(recordsAsText(sink.records)).toBe(text);
  expect(countMembers(oneConnection())).toBe(members);
  expect(members).toBeGreaterThan(3);
});

function countMembers(bytes: Buffer): number {
  let members = 0;
  const header = Buffer.from([0x1f, 0x8b, 0x08, 0x00]);
  for (let at = bytes.indexOf(header); at >= 0; at = bytes.indexOf(header, at + 1)) members += 1;
  return members;
}

const AWKWARD: List = {
  columns: ['vendor', 'cve', 'base_score', 'description'],
  rows: [
    ['Ivanti', 'CVE-2025-0001', '9.8', 'plain'],
    ['', 'CVE-2025-0002', '', ''],
    ['"quoted"', 'CVE-2025-0003', '5', 'comma, "quote" and\nnewline\r\nand carriage\rreturn'],
    ['  outer spaces\t', 'CVE-2025-0004', ' 7 ', '\u00a0no-break\u3000\ufeff'],
    ['007', 'CVE-2025-0005', '-1', '1.2.3.4'],
    ['٣', 'CVE-2025-0006', '1e5', '+1'],
    ['Zoë 🛡️', 'CVE-2025-0007', 'Unknown', "=cmd|' /C calc'!A0 \\ back|slash"],
  ],
};

/** The lookup by events, at a time that the SDK is told too. */
function legacyOutput(): Output {
  return createDevoLookupLegacyOutput({
    name: 'legacy',
    lookupName: NAME,
    ...target(),
    hostname: HOST,
    delayMs: 0,
    now: () => EPOCH_MS,
  });
}

compared("A whole lookup is the same bytes as the SDK's", async (sdk) => {
  const output = legacyOutput();
  const receipt = await output.deliver(deliveryOf({ table: AWKWARD }), keptProgress().attempt(), NEVER);
  expect(receipt).toMatchObject({ sent: 7, full: true, requests: 1, columns: AWKWARD.columns });
  const ours = oneConnection();
  expect(receipt.bytes).toBe(ours.length);
  await sendLookupByPython(sdk, {
    name: NAME,
    id: `${SECOND}.204`,
    action: 'FULL',
    headers: AWKWARD.columns,
    rows: AWKWARD.rows,
    deleted: [],
  });
  expect(ours.toString()).toBe(oneConnection().toString());
});

compared("Changes of a lookup are the same bytes as the SDK's, deletions included", async (sdk) => {
  const output = legacyOutput();
  const changes = { added: [2], changed: [0, 5], removed: ['CVE-2019-0001'] };
  const receipt = await output.deliver(
    deliveryOf({ kind: 'changes', table: AWKWARD, changes, knownColumns: AWKWARD.columns }),
    keptProgress().attempt(),
    NEVER,
  );
  expect(receipt).toMatchObject({ sent: 4, full: false });
  const ours = oneConnection();
  const rows = [2, 0, 5].map((index) => AWKWARD.rows[index] ?? []);
  await sendLookupByPython(sdk, {
    name: NAME,
    id: `${SECOND}.204`,
    action: 'INC',
    headers: AWKWARD.columns,
    rows,
    deleted: [['', 'CVE-2019-0001', '', '']],
  });
  expect(ours.toString()).toBe(oneConnection().toString());
});

compared("A lookup of any text is the same bytes as the SDK's", async (sdk) => {
  const cell = fc
    .oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('"', '\n', '\r', ' ', ',', '1', '.', '-', '\u0085', '\u2028') }),
    )
    .map((text) => text.replaceAll('\0', ''));
  const [rows = []] = fc.sample(fc.array(fc.tuple(cell, cell, cell), { minLength: 500, maxLength: 500 }), 1);
  const table: List = { columns: ['cve', 'vendor', 'description'], rows };
  const output = legacyOutput();
  await output.deliver(deliveryOf({ table }), keptProgress().attempt(), NEVER);
  const ours = oneConnection();
  await sendLookupByPython(sdk, {
    name: NAME,
    id: `${SECOND}.204`,
    action: 'FULL',
    headers: table.columns,
    rows,
    deleted: [],
  });
  expect(ours.toString()).toBe(oneConnection().toString());
});
