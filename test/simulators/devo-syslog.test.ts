import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import axios from 'axios';
import type { DevoSimulator } from '../../simulators/devo/devo-simulator';
import { startDevoSimulator } from '../../simulators/devo/start-devo-simulator';
import {
  openCertificateFolder,
  type CertificateFolder,
  type SenderFiles,
} from '../../simulators/syslog/certificate-folder';
import { TOKEN } from './devo-client';

const NOW = Date.now();
const DAY_MS = 86_400_000;
const HEAD = '<14>Jan  1 00:00:00 a-host';

let folder: string;
let certificates: CertificateFolder;
let devo: DevoSimulator;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ctci-syslog-'));
  certificates = await openCertificateFolder(folder, 'acme', NOW);
  devo = await startDevoSimulator({ domain: 'acme', token: TOKEN, syslog: certificates.server });
});
afterEach(async () => {
  await devo.close();
  await rm(folder, { recursive: true, force: true });
});

/** Connects with certificates checked on both sides, as a sender must. */
async function secured(files: SenderFiles): Promise<TLSSocket> {
  const [ca, cert, key] = await Promise.all([files.chain, files.cert, files.key].map((path) => readFile(path)));
  const socket = connect({
    host: '127.0.0.1',
    port: devo.syslogPort ?? 0,
    servername: 'localhost',
    ca,
    cert,
    key,
    minVersion: 'TLSv1.2',
  });
  await once(socket, 'secureConnect');
  return socket;
}

async function send(bytes: string | Buffer): Promise<void> {
  const socket = await secured(certificates.sender);
  socket.resume().end(bytes);
  await once(socket, 'close');
}

test('records over TLS syslog stand in the table of their tag, with those that came over HTTP', async () => {
  await send(`${HEAD} my.app.one: first\n<13>2026-06-01T00:00:00.000Z b-host my.app.two: second: é\n`);
  await axios.post(`${devo.url}/stream/acme/token!${TOKEN}/c-host/my.app.one`, 'third\n');
  expect(devo.events().map(({ host, tag, message }) => [host, tag, message])).toEqual([
    ['a-host', 'my.app.one', 'first'],
    ['b-host', 'my.app.two', 'second: é'],
    ['c-host', 'my.app.one', 'third'],
  ]);
  expect(devo.tables().map(({ tag, events }) => [tag, events])).toEqual([
    ['my.app.one', 2],
    ['my.app.two', 1],
  ]);
});

test('a record of any length or with newlines comes whole; what is no record lands in unknown.unknown', async () => {
  const long = `${HEAD} my.app.long: ${'x'.repeat(11_000_000)}`;
  const counted = `${HEAD} my.app.lines: one\ntwo\n`;
  await send(`${long}\n${String(Buffer.byteLength(counted))} ${counted}without a head\n`);
  expect(devo.tables().map(({ tag }) => tag)).toEqual(['my.app.lines', 'my.app.long', 'unknown.unknown']);
  expect(devo.events().map(({ message }) => message.length)).toEqual([11_000_000, 7, 14]);
}, 20_000);

test('bytes that cannot be cut into records end their connection, and others are served on', async () => {
  const socket = await secured(certificates.sender);
  socket.resume().write(`${HEAD} my.app.one: before\n`);
  while (devo.events().length === 0) await axios.get(`${devo.url}/_sim/state`);
  socket.end('12x what is this\n');
  await once(socket, 'close');
  await send(`${HEAD} my.app.one: after\n`);
  expect(devo.events().map(({ message }) => message)).toEqual(['before', 'after']);
});

test('a sender with a certificate of somebody else is refused', async () => {
  const foreign = await openCertificateFolder(join(folder, 'foreign'), 'other', NOW);
  const socket = await secured({ ...foreign.sender, chain: certificates.sender.chain });
  const refused = once(socket, 'close').catch((error: unknown) => error);
  socket
    .on('error', () => undefined)
    .resume()
    .end(`${HEAD} my.app.one: x\n`);
  await refused;
  expect(devo.events()).toEqual([]);
});

test('the page shows tables with their newest events, and nothing in them becomes markup', async () => {
  const message = `{"title":"<script>alert('x')</script>\u202e"}`;
  await send(
    [1, 2, 3, 4].map((id) => `${HEAD} my.app.one: event ${String(id)}\n`).join('') + `${HEAD} my.app.two: ${message}\n`,
  );
  const { data: overview } = await axios.get<string>(devo.url);
  for (const shown of [
    'Tables',
    '/tables/my.app.one',
    '4 events',
    'event 4',
    'event 2',
    '&lt;script&gt;alert(&#39;x&#39;)',
    '\\u202e',
  ])
    expect(overview).toContain(shown);
  expect(overview).not.toContain('event 1<');
  expect(overview).not.toContain('<script');
  const { data: table } = await axios.get<string>(`${devo.url}/tables/my.app.one`);
  expect(table.indexOf('event 4')).toBeLessThan(table.indexOf('event 1<'));
  await expect(axios.get(`${devo.url}/tables/my.app.none`)).rejects.toThrow(/404/);
});

test('a large message is clipped on the page', async () => {
  await send(`${HEAD} my.app.one: ${'y'.repeat(2_000_000)}\n`);
  const { data } = await axios.get<string>(devo.url);
  expect(data).toContain('2,000,000 characters');
  expect(data.length).toBeLessThan(20_000);
});

test('certificates are kept over restarts, renewed ahead of their end, and made anew when one is spoiled', async () => {
  const read = (): Promise<string> => readFile(certificates.sender.cert, 'utf8');
  const first = await read();
  await openCertificateFolder(folder, 'acme', NOW + 100 * DAY_MS);
  expect(await read()).toBe(first);
  await writeFile(join(folder, 'server.key'), 'spoiled');
  await openCertificateFolder(folder, 'acme', NOW);
  const second = await read();
  expect(second).not.toBe(first);
  await openCertificateFolder(folder, 'acme', NOW + 300 * DAY_MS);
  expect(await read()).not.toBe(second);
  expect((await stat(certificates.sender.key)).mode & 0o077).toBe(0);
});
