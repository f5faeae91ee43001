import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { authoritiesWith } from '../../../http/authorities';
import { createDevoLookupOutput, type DevoLookupOptions } from '../../../outputs/devo-lookup/create-devo-lookup-output';
import type { SinkFacts } from '../../../outputs/output';
import { issue, makeAuthority, type Identity } from '../devo-events/certificates';
import { NEVER } from './deliveries';

let folder: string;
let authority: Identity;
let server: Server;
let requests = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ctci-lookup-tls-'));
  authority = await makeAuthority('an authority of a test');
  server = createServer(await issue(authority, 'devo', { host: 'localhost' }), (_request, response) => {
    requests += 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"jobs":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

async function inspectOver(options: Partial<DevoLookupOptions>): Promise<SinkFacts> {
  const { port } = server.address() as AddressInfo;
  const output = createDevoLookupOutput({
    name: 'devo_lookup',
    url: `https://127.0.0.1:${port}/lookup-api`,
    domain: 'acme',
    token: 'token-in-a-test',
    lookupName: 'CTCI_Test_List',
    mode: 'auto',
    settingsPath: 'outputs.devo_lookup.config',
    ...options,
  });
  return output.inspect(NEVER).finally(() => output.close());
}

async function caFile(text: string): Promise<string> {
  const file = join(folder, 'authority.crt');
  await writeFile(file, text);
  return file;
}

test('a certificate of an unknown authority is refused before anything is sent, and not tried again', async () => {
  const before = requests;
  await expect(inspectOver({})).rejects.toMatchObject({ id: 'devo_unreachable', retryable: false });
  expect(requests).toBe(before);
});

test('an authority given by file is trusted', async () => {
  expect(await inspectOver({ caFile: await caFile(authority.cert) })).toMatchObject({ exists: true });
});

test('the usual authorities and those of NODE_EXTRA_CA_CERTS stay trusted beside the given one', async () => {
  const other = await makeAuthority('another authority');
  const extra = join(folder, 'extra.crt');
  await writeFile(extra, authority.cert);
  expect(
    await inspectOver({ caFile: await caFile(other.cert), environment: { NODE_EXTRA_CA_CERTS: extra } }),
  ).toMatchObject({ exists: true });
  expect(authoritiesWith({ path: extra, setting: 'x.ca_file' }, {})).toEqual([...rootCertificates, authority.cert]);
});

test('a certificate for another host is refused although its authority is trusted', async () => {
  const { port } = server.address() as AddressInfo;
  server.setSecureContext(await issue(authority, 'another', { host: 'devo.example' }));
  await expect(
    inspectOver({ caFile: await caFile(authority.cert), url: `https://localhost:${port}/lookup-api` }),
  ).rejects.toMatchObject({
    id: 'devo_unreachable',
    retryable: false,
    message: expect.stringContaining('localhost'),
  });
});

test('verification is left out only when that is asked for', async () => {
  expect(await inspectOver({ verifyHostSslCert: false })).toMatchObject({ exists: true });
});

test('a CA file that is missing or holds something else names its setting', async () => {
  const setting = 'outputs.devo_lookup.config.ca_file';
  await expect(inspectOver({ caFile: join(folder, 'absent.crt') })).rejects.toMatchObject({
    id: 'certificate_unreadable',
    setting,
  });
  const other = join(folder, 'other.crt');
  await writeFile(other, 'no certificate');
  await expect(inspectOver({ caFile: other })).rejects.toMatchObject({ id: 'certificate_unreadable', setting });
});
