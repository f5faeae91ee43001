import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createDevoLookupLegacyOutput } from '../../../outputs/devo-events/lookup-by-events/devo-lookup-legacy-output';
import {
  createDevoPlatformOutput,
  type DevoPlatformOptions,
} from '../../../outputs/devo-events/syslog/devo-platform-output';
import type { Output } from '../../../outputs/output';
import { startSyslogSink, type SyslogSink } from '../../../simulators/syslog/syslog-sink';
import { startProxy } from '../../http/local-proxy';
import { failureOf } from '../../sources/rig';
import { issue, makeAuthority, writeCertificateFiles, type CertificateFiles } from './certificates';
import { deliveryOf, keptProgress, NEVER, tableOf } from './deliveries';

let sink: SyslogSink;
let files: CertificateFiles;

beforeAll(async () => {
  const authority = await makeAuthority('Devo Test CA');
  files = await writeCertificateFiles(authority.cert, await issue(authority, 'acme'));
  sink = await startSyslogSink({
    ...(await issue(authority, 'collector', { host: 'collector.test' })),
    ca: authority.cert,
  });
});

beforeEach(() => sink.clear());

afterAll(async () => {
  await sink.close();
  await files.remove();
});

function options(parts: Partial<DevoPlatformOptions>): DevoPlatformOptions {
  return {
    name: 'devo_events',
    address: 'collector.test',
    port: sink.port,
    ...files,
    hostname: 'worker-1',
    settingsPath: 'outputs.devo_events.config',
    ...parts,
  };
}

function deliver(output: Output, rows = 10): ReturnType<Output['deliver']> {
  return output.deliver(deliveryOf({ table: tableOf(rows) }), keptProgress().attempt(), NEVER);
}

test.each([
  ['a variable', (port: number) => ({ environment: { https_proxy: `me:p%40ss@127.0.0.1:${port}` } })],
  [
    'the setting',
    (port: number) => ({
      environment: { HTTPS_PROXY: '127.0.0.1:9', NO_PROXY: '*' },
      proxy: `http://me:p%40ss@127.0.0.1:${port}`,
    }),
  ],
])("events go through the proxy of %s, and the certificate is checked for Devo's name", async (_who, way) => {
  const proxy = await startProxy();

  const receipt = await deliver(createDevoPlatformOutput(options(way(proxy.port))), 20_000);

  expect(receipt.sent).toBe(20_000);
  expect(sink.received()).toBe(20_000);
  expect(sink.connections[0]).toMatchObject({ serverName: 'collector.test', client: 'acme', torn: 0 });
  expect(proxy.asked[0]).toMatchObject({
    line: `CONNECT collector.test:${sink.port}`,
    authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
  });
});

test('the legacy lookup and the check of an output take the same way', async () => {
  const proxy = await startProxy();
  const environment = { https_proxy: `127.0.0.1:${proxy.port}` };
  await deliver(createDevoLookupLegacyOutput({ ...options({ environment }), lookupName: 'CTCI_list', delayMs: 0 }));
  await createDevoPlatformOutput(options({ environment })).check(NEVER);
  expect(proxy.asked.length).toBeGreaterThanOrEqual(2);
});

test('a certificate of another name is refused through the proxy too', async () => {
  const proxy = await startProxy();
  const output = createDevoPlatformOutput(
    options({ address: 'other.test', environment: { https_proxy: `127.0.0.1:${proxy.port}` } }),
  );
  expect(await failureOf(deliver(output))).toMatchObject({
    id: 'devo_tls',
    setting: 'outputs.devo_events.config.address',
  });
});

test('a proxy that refuses, is not there, says nothing, or cannot be used is named with who named it', async () => {
  const [refusing, silent] = [await startProxy(undefined, 403), await startProxy(undefined, 'silent')];
  const limits = { connectMs: 100 };
  for (const [way, setting, retryable, words] of [
    [
      { environment: { https_proxy: `127.0.0.1:${refusing.port}` } },
      'https_proxy',
      false,
      `the proxy 127.0.0.1:${refusing.port} of https_proxy does not let the request through: status 403`,
    ],
    [
      { environment: {}, proxy: 'http://me:hunter2@127.0.0.1:9' },
      'outputs.devo_events.config.proxy',
      true,
      'cannot be used: connect ECONNREFUSED',
    ],
    [{ environment: { ALL_PROXY: `127.0.0.1:${silent.port}` } }, 'ALL_PROXY', true, 'did not answer within 0.1 s'],
    [{ environment: { HTTPS_PROXY: 'socks5://me:hunter2@127.0.0.1:1' } }, 'HTTPS_PROXY', false, 'names a socks5 proxy'],
  ] as const) {
    const error = await failureOf(deliver(createDevoPlatformOutput(options({ limits, ...way }))));
    expect(error).toMatchObject({
      id: 'devo_unreachable',
      setting,
      retryable,
      message: expect.stringContaining(words),
    });
    expect(error.message).not.toContain('hunter2');
  }
  await silent.emptied();
});

test('an endpoint on this machine is reached directly, whatever the variables say', async () => {
  const output = createDevoPlatformOutput(
    options({ address: '127.0.0.1', environment: { https_proxy: 'http://127.0.0.1:9' } }),
  );
  expect((await deliver(output)).sent).toBe(10);
});
