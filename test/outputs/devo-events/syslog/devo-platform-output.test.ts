import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  createDevoPlatformOutput,
  type DevoPlatformOptions,
} from '../../../../outputs/devo-events/syslog/devo-platform-output';
import { bytesOf } from '../../../../simulators/syslog/received-bytes';
import { startSyslogSink, type SyslogSink } from '../../../../simulators/syslog/syslog-sink';
import { issue, makeAuthority, writeCertificateFiles, type CertificateFiles } from '../certificates';
import { deliveryOf, keptProgress, NEVER, tableOf } from '../deliveries';
import { listOf, parseEvent, parseRecord, replay } from '../received-events';

let sink: SyslogSink;
let files: CertificateFiles;

beforeAll(async () => {
  const authority = await makeAuthority('Devo Test CA');
  const server = await issue(authority, 'collector', { host: 'localhost' });
  files = await writeCertificateFiles(authority.cert, await issue(authority, 'acme'));
  sink = await startSyslogSink({ ...server, ca: authority.cert });
});

beforeEach(() => sink.clear());

afterAll(async () => {
  await sink.close();
  await files.remove();
});

function options(parts: Partial<DevoPlatformOptions> = {}): DevoPlatformOptions {
  return {
    name: 'devo_events',
    address: 'localhost',
    port: sink.port,
    ...files,
    hostname: 'worker-1',
    settingsPath: 'outputs.devo_events.config',
    ...parts,
  };
}

test('A delivery of everything sends each row as an added event and returns when the peer has read all', async () => {
  const table = tableOf(1335);
  const receipt = await createDevoPlatformOutput(options()).deliver(
    deliveryOf({ table }),
    keptProgress().attempt(),
    NEVER,
  );
  expect(receipt).toMatchObject({ sent: 1335, requests: 1, full: true, job: null, columns: table.columns });
  expect(sink.received()).toBe(1335);
  expect(receipt.bytes).toBe(bytesOf(sink.connections[0]!).length);
  const records = sink.records.map((record) => parseRecord(record));
  expect(new Set(records.map(({ host, tag }) => `${host} ${tag}`))).toEqual(new Set(['worker-1 my.app.ctci.cewl']));
  expect(replay(records.map(({ message }) => parseEvent(message)))).toEqual(listOf(table));
});

test('A delivery of changes sends what was added, then changed, then removed', async () => {
  const delivery = deliveryOf({
    kind: 'changes',
    changes: { added: [3], changed: [1, 2], removed: ['CVE-2020-0001'] },
  });
  const receipt = await createDevoPlatformOutput(options()).deliver(delivery, keptProgress().attempt(), NEVER);
  expect(receipt).toMatchObject({ sent: 4, full: false });
  const events = sink.records.map((record) => parseEvent(parseRecord(record).message));
  expect(events.map((event) => [event.event_type, event.cve])).toEqual([
    ['added', 'CVE-2025-00003'],
    ['changed', 'CVE-2025-00001'],
    ['changed', 'CVE-2025-00002'],
    ['removed', 'CVE-2020-0001'],
  ]);
});

test('A delivery of no changes opens no connection', async () => {
  const receipt = await createDevoPlatformOutput(options()).deliver(
    deliveryOf({ kind: 'changes' }),
    keptProgress().attempt(),
    NEVER,
  );
  expect(receipt).toMatchObject({ sent: 0, requests: 0, bytes: 0 });
  expect(sink.connections).toHaveLength(0);
});

test('The connection uses TLS 1.3, asks for the server by name, and shows the client certificate', async () => {
  await createDevoPlatformOutput(options()).deliver(deliveryOf(), keptProgress().attempt(), NEVER);
  expect(sink.connections[0]).toMatchObject({ protocol: 'TLSv1.3', serverName: 'localhost', client: 'acme', torn: 0 });
});

test("Gzip batches hold the same records in members of the size that Devo's SDK gives them", async () => {
  const table = tableOf(300, 200);
  await createDevoPlatformOutput(options({ gzip: true })).deliver(
    deliveryOf({ table }),
    keptProgress().attempt(),
    NEVER,
  );
  expect(replay(sink.records.map((record) => parseEvent(parseRecord(record).message)))).toEqual(listOf(table));
  const bytes = bytesOf(sink.connections[0]!);
  expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
  expect(bytes.length).toBeLessThan(300 * 200);
});

test('Each confirmed batch is saved as the position from which a later attempt goes on', async () => {
  const progress = keptProgress();
  const output = createDevoPlatformOutput(options({ batch: { events: 4, bytes: 1_000_000 } }));
  const receipt = await output.deliver(deliveryOf(), progress.attempt(), NEVER);
  expect(progress.saved).toMatchObject([{ offset: 4 }, { offset: 8 }, { offset: 10 }]);
  expect(receipt.requests).toBe(3);

  sink.clear();
  progress.saved.length = 1;
  await output.deliver(deliveryOf(), progress.attempt(), NEVER);
  expect(sink.received()).toBe(6);
});

test('A position that was saved for another delivery is not used', async () => {
  const progress = keptProgress();
  const output = createDevoPlatformOutput(options());
  await output.deliver(deliveryOf({ digest: 'another' }), progress.attempt(), NEVER);
  sink.clear();
  await output.deliver(deliveryOf(), progress.attempt(), NEVER);
  expect(sink.received()).toBe(10);
});

test('The rules name type, target and obfuscation, and leave out what a worker may have of its own', () => {
  const rules = createDevoPlatformOutput(options()).rules;
  expect(rules).toMatch(/^[0-9a-f]{64}$/);
  expect(createDevoPlatformOutput(options({ hostname: 'worker-2', gzip: true, cert: '/elsewhere.crt' })).rules).toBe(
    rules,
  );
  expect(createDevoPlatformOutput(options({ tag: 'my.app.other' })).rules).not.toBe(rules);
  expect(createDevoPlatformOutput(options({ obfuscationRules: 'v2' })).rules).not.toBe(rules);
});

test('The place that it writes to is taken to exist', async () => {
  await expect(createDevoPlatformOutput(options()).inspect(NEVER)).resolves.toEqual({
    exists: true,
    newestJob: null,
    requests: 0,
  });
});

test('A check gets in and leaves without an event', async () => {
  await createDevoPlatformOutput(options()).check(NEVER);
  expect(sink.connections).toHaveLength(1);
  expect(sink.received()).toBe(0);
});
