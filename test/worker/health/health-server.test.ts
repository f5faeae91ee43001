import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import type { HealthReport } from '../../../worker/health/health-report';
import { serveHealth, type HealthServer } from '../../../worker/health/health-server';

const HOST = '127.0.0.1';
let opened: { close(): unknown }[] = [];

afterEach(() => {
  for (const each of opened) each.close();
  opened = [];
});

async function listener(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, HOST, listening));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('There is no port');
  return { server, port: bound.port };
}

async function freePort(): Promise<number> {
  const { server, port } = await listener();
  await new Promise((closed) => server.close(closed));
  return port;
}

async function offer(report: Partial<HealthReport>, redact = (text: string) => text): Promise<string> {
  const port = await freePort();
  // The rest is not read.
  const judged = { live: true, ready: true, problems: [], ...report } as unknown as HealthReport;
  const server: HealthServer = await serveHealth({ host: HOST, port }, () => judged, redact);
  opened.push(server);
  return `http://${HOST}:${port}`;
}

test.each([
  [true, true, 200, 200],
  [true, false, 200, 503],
  [false, false, 503, 503],
])('live %s and ready %s are told as %i of /healthz and %i of /readyz', async (live, ready, healthz, readyz) => {
  const url = await offer({ live, ready });
  const alive = await fetch(`${url}/healthz`);
  expect([alive.status, await alive.json()]).toMatchObject([healthz, { ok: healthz === 200, live, ready }]);
  const works = await fetch(`${url}/readyz?verbose`);
  expect([works.status, await works.json()]).toMatchObject([readyz, { ok: readyz === 200, live, ready }]);
  expect(works.headers.get('content-type')).toBe('application/json; charset=utf-8');
});

test('a probe may ask for the head alone', async () => {
  const url = await offer({ ready: false });
  const answer = await fetch(`${url}/readyz`, { method: 'HEAD' });
  expect([answer.status, await answer.text()]).toEqual([503, '']);
});

test('other paths and methods are refused', async () => {
  const url = await offer({});
  expect((await fetch(`${url}/`)).status).toBe(404);
  expect((await fetch(`${url}/metrics`)).status).toBe(404);
  const posted = await fetch(`${url}/readyz`, { method: 'POST', body: '{}' });
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

test('what is told passes the redactor', async () => {
  const url = await offer({ problems: ['the password hunter2hunter2 is wrong'] }, (text) =>
    text.replaceAll('hunter2hunter2', '***'),
  );
  expect(await (await fetch(`${url}/readyz`)).text()).not.toContain('hunter2');
});

test('a port that is taken is named with its setting', async () => {
  const { server, port } = await listener();
  opened.push(server);
  await expect(serveHealth({ host: HOST, port }, () => ({}) as HealthReport, String)).rejects.toMatchObject({
    number: 607,
    setting: 'globals.health.address',
    message: expect.stringContaining(`127.0.0.1:${port}`),
  });
});

test('an address that is not of this machine is named with its setting', async () => {
  const port = await freePort();
  await expect(serveHealth({ host: '192.0.2.1', port }, () => ({}) as HealthReport, String)).rejects.toMatchObject({
    number: 25,
    setting: 'globals.health.address',
    message: expect.stringContaining(`192.0.2.1:${port}`),
  });
});
