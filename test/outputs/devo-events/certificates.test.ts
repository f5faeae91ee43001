import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { CollectorError } from '../../../errors/collector-error';
import {
  createDevoPlatformOutput,
  type DevoPlatformOptions,
} from '../../../outputs/devo-events/syslog/devo-platform-output';
import { startSyslogSink, type SyslogSink } from '../../../simulators/syslog/syslog-sink';
import { issue, makeAuthority, writeCertificateFiles, type CertificateFiles, type Identity } from './certificates';
import { deliveryOf, keptProgress, NEVER } from './deliveries';

const PATH = 'outputs.devo_events.config';

let authority: Identity;
let stranger: Identity;
let goodClient: Identity;
const opened: (() => Promise<void>)[] = [];

beforeAll(async () => {
  authority = await makeAuthority('Devo Test CA');
  stranger = await makeAuthority('Another CA');
  goodClient = await issue(authority, 'acme');
});

afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function sinkWith(server: Identity): Promise<SyslogSink> {
  const sink = await startSyslogSink({ ...server, ca: authority.cert });
  opened.push(() => sink.close());
  return sink;
}

async function filesWith(client: Identity, chain = authority.cert): Promise<CertificateFiles> {
  const files = await writeCertificateFiles(chain, client);
  opened.push(() => files.remove());
  return files;
}

async function failure(
  sink: SyslogSink,
  files: CertificateFiles,
  parts: Partial<DevoPlatformOptions> = {},
): Promise<CollectorError> {
  const output = createDevoPlatformOutput({
    name: 'devo_events',
    address: 'localhost',
    port: sink.port,
    ...files,
    settingsPath: PATH,
    ...parts,
  });
  const thrown: unknown = await output.deliver(deliveryOf(), keptProgress().attempt(), NEVER).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof CollectorError)) throw new Error(`expected a CollectorError, got ${String(thrown)}`);
  expect(sink.received()).toBe(0);
  return thrown;
}

function goodServer(): Promise<Identity> {
  return issue(authority, 'collector', { host: 'localhost' });
}

for (const file of ['chain', 'cert', 'key'] as const) {
  test(`A missing ${file} file names its setting and the path`, async () => {
    const files = await filesWith(goodClient);
    await rm(files[file]);
    const error = await failure(await sinkWith(await goodServer()), files);
    expect(error).toMatchObject({ id: 'certificate_unreadable', setting: `${PATH}.${file}`, retryable: false });
    expect(error.message).toContain(files[file]);
  });

  test(`A ${file} file that is not PEM names its setting`, async () => {
    const files = await filesWith(goodClient);
    await writeFile(files[file], 'not a certificate');
    const error = await failure(await sinkWith(await goodServer()), files);
    expect(error).toMatchObject({ id: 'certificate_unreadable', setting: `${PATH}.${file}` });
  });
}

test('A key that may not be read names its setting', async () => {
  const files = await filesWith(goodClient);
  // Who may read everything can still not read a folder as a file.
  if (process.getuid?.() === 0) return expectFolder(files);
  await chmod(files.key, 0o000);
  const error = await failure(await sinkWith(await goodServer()), files);
  expect(error).toMatchObject({ id: 'certificate_unreadable', setting: `${PATH}.key` });
});

async function expectFolder(files: CertificateFiles): Promise<void> {
  const error = await failure(await sinkWith(await goodServer()), { ...files, key: files.folder });
  expect(error).toMatchObject({ id: 'certificate_unreadable', setting: `${PATH}.key` });
  expect(error.message).toContain('EISDIR');
}

test('A key of another certificate is found before anything is connected', async () => {
  const other = await issue(authority, 'other');
  const error = await failure(
    await sinkWith(await goodServer()),
    await filesWith({ cert: goodClient.cert, key: other.key }),
  );
  expect(error).toMatchObject({ id: 'certificate_unreadable', setting: `${PATH}.key` });
});

test('No error quotes the key', async () => {
  const files = await filesWith(goodClient);
  await writeFile(files.key, goodClient.key.replace('-----BEGIN', '----BEGIN'));
  const error = await failure(await sinkWith(await goodServer()), files);
  expect(JSON.stringify([error.message, String(error.cause)])).not.toContain(goodClient.key.split('\n')[1]);
});

test('An expired client certificate is named with its day', async () => {
  const expired = await issue(authority, 'acme', { days: { from: -30, to: -2 } });
  const error = await failure(await sinkWith(await goodServer()), await filesWith(expired));
  expect(error).toMatchObject({ id: 'devo_tls', setting: `${PATH}.cert`, retryable: false });
  expect(error.message).toContain('expired on');
});

test('A client certificate of another authority is refused by the peer, and the error says so', async () => {
  const error = await failure(await sinkWith(await goodServer()), await filesWith(await issue(stranger, 'acme')));
  expect(error).toMatchObject({ id: 'devo_tls', setting: `${PATH}.cert`, retryable: false });
  expect(error.message).toMatch(/do not accept the client certificate|unknown ca/);
});

test('An expired server certificate is not accepted', async () => {
  const expired = await issue(authority, 'collector', { host: 'localhost', days: { from: -30, to: -2 } });
  const error = await failure(await sinkWith(expired), await filesWith(goodClient));
  expect(error).toMatchObject({ id: 'devo_tls', setting: `${PATH}.chain`, retryable: false });
  expect(error.message).toContain('certificate has expired');
});

test('A server certificate of another authority is not accepted', async () => {
  const foreign = await issue(stranger, 'collector', { host: 'localhost' });
  const error = await failure(await sinkWith(foreign), await filesWith(goodClient));
  expect(error).toMatchObject({ id: 'devo_tls', setting: `${PATH}.chain` });
});

test('A server certificate for another host is not accepted', async () => {
  const elsewhere = await issue(authority, 'collector', { host: 'collector.example.org' });
  const error = await failure(await sinkWith(elsewhere), await filesWith(goodClient));
  expect(error).toMatchObject({ id: 'devo_tls', setting: `${PATH}.address` });
  expect(error.message).toContain('localhost');
});

test('A certificate with a weak digest is taken only at a lower security level, with a warning', async () => {
  const old = await makeAuthority('Old CA', 'rsa');
  const files = await filesWith(await issue(old, 'acme', { algorithm: 'sha1' }));
  const sink = await sinkWith(await goodServer());
  const error = await failure(sink, files);
  expect(error).toMatchObject({ id: 'devo_tls', setting: `${PATH}.cert` });
  expect(error.message).toContain('ca md too weak');

  const warnings: string[] = [];
  const refused = await failure(sink, files, { secLevel: 0, warn: (sentence) => void warnings.push(sentence) });
  expect(refused.message).not.toContain('too weak'); // this time it is the peer that refuses: it has a level of its own
  expect(warnings).toEqual([expect.stringContaining('sec_level is 0')]);
});
